package io.github.luffyrl.rewards.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.luffyrl.rewards.verifier.MathVerifier;
import io.github.luffyrl.rewards.verifier.Verdict;
import io.github.luffyrl.rewards.verifier.Verdict.Undecided;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Cases with random damage, and random texts: 5,000 of them, or {@code -Dluffy.verifier.fuzz=N}.
 */
class MutatedInputTest {

    private static final long LIMIT_NANOS = 200_000_000;
    private static final int REPORTED_EVERY = 100_000;
    private static final int LONGEST = 2_000;

    static final List<String> FRAGMENTS =
            List.of(
                    "\\frac",
                    "\\frac{",
                    "\\sqrt",
                    "\\sqrt[3]{",
                    "\\left(",
                    "\\right)",
                    "\\boxed{",
                    "\\fbox{",
                    "\\text{",
                    "\\begin{pmatrix}",
                    "\\end{pmatrix}",
                    "\\\\",
                    "&",
                    "$",
                    "$$",
                    "\\(",
                    "\\)",
                    "\\[",
                    "\\]",
                    "{",
                    "}",
                    "(",
                    ")",
                    "[",
                    "]",
                    "\\{",
                    "\\}",
                    "|",
                    "^",
                    "_",
                    "!",
                    "%",
                    "°",
                    "+",
                    "-",
                    "\\pm",
                    "*",
                    "/",
                    "=",
                    "\\ne",
                    "<",
                    ">",
                    "\\le",
                    "\\in",
                    "\\cup",
                    "\\setminus",
                    "\\infty",
                    "\\pi",
                    "e",
                    "i",
                    "x",
                    "y_{1}",
                    "f(x)",
                    "0",
                    "1",
                    "9999999999",
                    "0.1",
                    ".5",
                    "1e309",
                    "1,000",
                    "10^{10^{10}}",
                    "\\binom{9}{4}",
                    "\\sin",
                    "\\ln",
                    "\\log_2",
                    "\\sum_{k=1}^{n}",
                    "\\int_0^1",
                    "\\lim_{x\\to 0}",
                    "\\cdot",
                    "\\times",
                    "\\ldots",
                    " and ",
                    " or ",
                    "answer is ",
                    "final answer",
                    "</think>",
                    "<answer>",
                    "\\def",
                    "\\",
                    "\u221a",
                    "\u00b2",
                    "\u2212",
                    "\uff11",
                    "\ud835",
                    "\udfce",
                    "\u202e",
                    "\u0000",
                    "\n",
                    " ",
                    "~",
                    "\\overline{3}",
                    "\\dot{3}",
                    "\\mathbb{R}",
                    "\\emptyset",
                    "\\bmod");

    private final List<VerifierCase> cases =
            CaseFile.cases().stream().map(VerifierCase::of).toList();
    private final long started = System.nanoTime();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Timed> slowest = new AtomicReference<>(new Timed(0, ""));

    private record Timed(long nanos, String input) {}

    @Test
    void noDamageMakesTheVerifierThrowOrDawdle() {
        int count = Integer.getInteger("luffy.verifier.fuzz", 5_000);
        List<String> failures =
                IntStream.range(0, count)
                        .parallel()
                        .mapToObj(this::failure)
                        .filter(failure -> !failure.isEmpty())
                        .toList();
        report();
        assertEquals(List.of(), failures);
    }

    @Test
    void aSetOfNothingWrittenOddlyIsNoCrash() {
        Verdict verdict = new MathVerifier().verify("$2021$", "\\boxed{\\{°|\\}}");
        assertFalse(verdict.isCorrect());
    }

    private String failure(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        VerifierCase picked = cases.get(random.nextInt(cases.size()));
        String gold = random.nextInt(3) == 0 ? picked.gold() : mutated(picked.gold(), random);
        String prediction =
                random.nextInt(8) == 0 ? noise(random) : mutated(picked.prediction(), random);
        String pair = seed + ": " + gold + " ~ " + prediction + ": ";
        AtomicReference<Verdict> verdict = new AtomicReference<>();
        Runnable verification = () -> verdict.set(picked.grader().verify(gold, prediction));
        long nanos;
        try {
            nanos = ProcessorTime.of(verification, LIMIT_NANOS);
            Verdict first = verdict.get();
            if (first.explanation().isBlank()) {
                return pair + "no explanation of " + first;
            }
            if (first instanceof Undecided undecided && undecided.defect() != null) {
                return pair + undecided.defect();
            }
            if (seed % 50 == 0 && !first.equals(picked.grader().verify(gold, prediction))) {
                return pair + "another verdict the second time";
            }
        } catch (Throwable e) { // whatever it is, none may escape
            return pair + e;
        }
        slowest.accumulateAndGet(
                new Timed(nanos, pair), (one, other) -> one.nanos < other.nanos ? other : one);
        if (done.incrementAndGet() % REPORTED_EVERY == 0) {
            report();
        }
        return nanos > LIMIT_NANOS ? pair + nanos / 1e6 + " ms" : "";
    }

    private void report() {
        System.out.printf(
                "%d mutated inputs in %.0f s, slowest %.1f ms: %s%n",
                done.get(),
                (System.nanoTime() - started) / 1e9,
                slowest.get().nanos / 1e6,
                slowest.get().input.replace("\n", " "));
    }

    private static String mutated(String text, SplittableRandom random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int from = random.nextInt(damaged.length() + 1);
            int to = Math.min(damaged.length(), from + 1 + random.nextInt(6));
            switch (random.nextInt(5)) {
                case 0 -> damaged.delete(from, to);
                case 1 -> damaged.insert(from, fragment(random));
                case 2 -> damaged.replace(from, to, fragment(random));
                case 3 -> damaged.insert(from, damaged.substring(from, to).repeat(2));
                default -> damaged.insert(from, (char) random.nextInt(0x2200));
            }
        }
        damaged.setLength(Math.min(damaged.length(), LONGEST));
        return damaged.toString();
    }

    private static String noise(SplittableRandom random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "\\boxed{" : "$");
        for (int left = random.nextInt(40); left > 0; left--) {
            text.append(fragment(random));
        }
        return text.append(random.nextBoolean() ? "}" : "$").toString();
    }

    private static String fragment(SplittableRandom random) {
        String fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
        return random.nextInt(50) == 0 ? fragment.repeat(random.nextInt(100)) : fragment;
    }
}
