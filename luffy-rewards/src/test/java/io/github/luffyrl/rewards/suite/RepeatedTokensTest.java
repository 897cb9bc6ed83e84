package io.github.luffyrl.rewards.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.rewards.verifier.MathVerifier;
import io.github.luffyrl.rewards.verifier.Verdict;
import io.github.luffyrl.rewards.verifier.Verdict.Undecided;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two tokens over and over, which send a recursion without a limit as deep as the text is long:
 * some of all pairs, or {@code -Dluffy.verifier.repeated=N} of them. The stack is smaller than that
 * of any thread that a training run has.
 */
class RepeatedTokensTest {

    private static final int REPETITIONS = 20_000;
    private static final int LONGEST_READ = 19_000;
    private static final long STACK = 512 * 1024;
    private static final long LIMIT_NANOS = 500_000_000;

    private final MathVerifier verifier = new MathVerifier();

    @Test
    @Timeout(120)
    void noRepetitionOverflowsTheStackOrDawdles() throws InterruptedException {
        ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
        Thread thread = new Thread(null, () -> run(failures), "small stack", STACK);
        thread.start();
        thread.join();
        assertEquals(List.of(), List.copyOf(failures));
    }

    private void run(ConcurrentLinkedQueue<String> failures) {
        int count = Integer.getInteger("luffy.verifier.repeated", 250);
        SplittableRandom random = new SplittableRandom(11);
        List<String> tokens = MutatedInputTest.FRAGMENTS;
        for (int i = 0; i < count; i++) {
            String first = tokens.get(random.nextInt(tokens.size()));
            String second = tokens.get(random.nextInt(tokens.size()));
            try {
                failures.addAll(failures(first + second));
            } catch (Throwable e) { // whatever it is, none may escape
                failures.add(first + second + ": " + e);
            }
        }
    }

    private List<String> failures(String pair) {
        List<String> failures = new ArrayList<>();
        String read = pair.repeat(Math.max(1, LONGEST_READ / pair.length()));
        for (String text :
                List.of(
                        pair.repeat(REPETITIONS),
                        "\\boxed{" + pair.repeat(REPETITIONS) + "}",
                        "\\boxed{" + read + "}",
                        "\\boxed{" + pair.repeat(300) + "}",
                        "the answer is $" + read + "$")) {
            Verdict[] verdict = new Verdict[1];
            long nanos =
                    ProcessorTime.of(() -> verdict[0] = verifier.verify("1", text), LIMIT_NANOS);
            if (verdict[0] instanceof Undecided undecided && undecided.defect() != null) {
                failures.add(pair + ": " + undecided.defect());
            }
            if (nanos > LIMIT_NANOS) {
                failures.add(pair + ": " + nanos / 1_000_000 + " ms");
            }
        }
        return failures;
    }
}
