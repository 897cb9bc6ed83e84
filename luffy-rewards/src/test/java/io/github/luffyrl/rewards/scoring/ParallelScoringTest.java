package io.github.luffyrl.rewards.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelScoringTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Reward ERROR = Reward.WRONG.withPart("error", 1);
    private static final Reward TIMEOUT = Reward.WRONG.withPart("timeout", 1);

    private static List<Attempt> attempts(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i ->
                                new Attempt(
                                        Problem.of("p" + i, "How much?", "1"),
                                        Completion.of(String.valueOf(i))))
                .toList();
    }

    private static int number(Completion completion) {
        return Integer.parseInt(completion.text());
    }

    @Test
    void rewardsComeInTheOrderOfTheAttemptsForAnyNumberOfThreads() {
        RewardFunction square = (p, c) -> new Reward((double) number(c) * number(c), false);
        List<Reward> expected = square.scoreAll(attempts(100));
        for (int threads : new int[] {1, 3, 200}) {
            try (ParallelScoring scoring = new ParallelScoring(square, threads, LONG)) {
                assertEquals(expected, scoring.scoreAll(attempts(100)));
                assertEquals(List.of(), scoring.scoreAll(List.of()));
                assertEquals(100, scoring.report().completions());
            }
        }
    }

    @Test
    void soManyAreScoredAtOnceAndNoMore() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier three = new CyclicBarrier(3);
        RewardFunction meeting =
                (p, c) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    try {
                        three.await(); // passes only if three are here at once
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    running.decrementAndGet();
                    return Reward.RIGHT;
                };
        try (ParallelScoring scoring = new ParallelScoring(meeting, 3, LONG)) {
            scoring.scoreAll(attempts(9)).forEach(r -> assertEquals(Reward.RIGHT, r));
        }
        assertEquals(3, most.get());
    }

    @Test
    void whatThrowsOrIsNoNumberIsCountedAsWrongAndNamed() {
        RewardFunction moody =
                (p, c) ->
                        switch (number(c)) {
                            case 1 -> throw new IllegalStateException("out of chalk");
                            case 2 -> new Reward(Double.NaN, false);
                            case 3 -> null;
                            case 4 -> throw new StackOverflowError();
                            default -> Reward.RIGHT.withPart("undecided", 0.5);
                        };
        try (ParallelScoring scoring = new ParallelScoring(moody, 2, LONG)) {
            List<Reward> rewards = scoring.scoreAll(attempts(6));

            assertEquals(List.of(ERROR, ERROR, ERROR, ERROR), rewards.subList(1, 5));
            assertEquals(1, rewards.get(5).value());
            ScoringReport report = scoring.report();
            assertEquals(4, report.errors());
            assertEquals(0, report.timeouts());
            assertEquals(6, report.completions());
            assertEquals(Map.of("error", 4.0, "undecided", 1.0), report.parts());
            assertTrue(report.toString().contains("out of chalk (problem p1)"), report.toString());
            assertTrue(report.toString().contains("must be finite, got NaN"), report.toString());
        }
    }

    @Test
    void aFunctionThatAlwaysFailsIsNotTakenForWrongAnswers() {
        RewardFunction broken =
                (p, c) -> {
                    throw new IllegalStateException("no such file");
                };
        try (ParallelScoring scoring = new ParallelScoring(broken, 2, LONG)) {
            Exception error =
                    assertThrows(IllegalStateException.class, () -> scoring.scoreAll(attempts(3)));
            assertTrue(error.getMessage().contains("no such file"), error.getMessage());
        }
    }

    @Test
    void whatTakesTooLongIsGivenUpWhetherItCanBeInterruptedOrNot() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        RewardFunction slow =
                (p, c) -> {
                    if (number(c) == 0) {
                        try {
                            end.await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                        }
                    }
                    while (number(c) == 1 && end.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    return Reward.RIGHT;
                };
        try (ParallelScoring scoring = new ParallelScoring(slow, 1, Duration.ofMillis(200))) {
            List<Reward> rewards = scoring.scoreAll(attempts(4));

            assertEquals(List.of(TIMEOUT, TIMEOUT, Reward.RIGHT, Reward.RIGHT), rewards);
            assertTrue(interrupted.await(30, TimeUnit.SECONDS));
            assertEquals(2, scoring.report().timeouts());
            assertTrue(scoring.report().slowest().toMillis() >= 200);
        } finally {
            end.countDown();
        }
    }

    @Test
    void anInterruptedCallerStops() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        RewardFunction waiting =
                (p, c) -> {
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return Reward.RIGHT;
                };
        try (ParallelScoring scoring = new ParallelScoring(waiting, 1, LONG)) {
            Thread caller =
                    new Thread(
                            () ->
                                    assertThrows(
                                            IllegalStateException.class,
                                            () -> scoring.scoreAll(attempts(2))));
            caller.start();
            assertTrue(started.await(30, TimeUnit.SECONDS));
            caller.interrupt();
            caller.join();
            assertTrue(interrupted.await(30, TimeUnit.SECONDS));
        }
    }
}
