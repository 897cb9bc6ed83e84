package io.github.luffyrl.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedRewardTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Reward ERROR = Reward.WRONG.withPart("error", 1);
    private static final Reward TIMEOUT = Reward.WRONG.withPart("timeout", 1);

    private final Problem problem = Problem.of("p", "question", "yes");

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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rewardsComeInTheOrderOfTheAttemptsForAnyNumberOfThreads() {
        RewardFunction square = (p, c) -> new Reward((double) number(c) * number(c), false);
        List<Reward> expected = square.scoreAll(attempts(100));

        assertEquals(new Reward(49, false), new GuardedReward(square, LONG).score(problem, of(7)));
        assertEquals(expected, new GuardedReward(square, LONG).scoreAll(attempts(100)));
        for (int threads : new int[] {1, 3, 200}) {
            GuardedReward guarded = new GuardedReward(square, LONG, threads);
            assertEquals(expected, guarded.scoreAll(attempts(100)));
            assertEquals(List.of(), guarded.scoreAll(List.of()));
        }
    }

    private static Completion of(int number) {
        return Completion.of(String.valueOf(number));
    }

    @Test
    void asManyAreScoredAtOnceAsThereAreThreadsAndNoMore() {
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

        new GuardedReward(meeting, LONG, 3)
                .scoreAll(attempts(9))
                .forEach(reward -> assertEquals(Reward.RIGHT, reward));
        assertEquals(3, most.get());
    }

    @Test
    void whatThrowsOrIsNoNumberCountsAsWrongAndTheOthersKeepTheirReward() {
        RewardFunction moody =
                (p, c) ->
                        switch (number(c)) {
                            case 1 -> throw new IllegalStateException("out of chalk");
                            case 2 -> new Reward(Double.NaN, false);
                            case 3 -> null;
                            case 4 -> throw new StackOverflowError();
                            default -> Reward.RIGHT.withPart("undecided", 0.5);
                        };
        Reward right = Reward.RIGHT.withPart("undecided", 0.5);
        List<Reward> expected = List.of(right, ERROR, ERROR, ERROR, ERROR, right);

        assertEquals(expected, new GuardedReward(moody, LONG).scoreAll(attempts(6)));
        assertEquals(expected, new GuardedReward(moody, LONG, 2).scoreAll(attempts(6)));
        assertEquals(ERROR, new GuardedReward(moody, LONG).score(problem, of(4)));
    }

    @Test
    void aFunctionThatAlwaysFailsDoesNotEndTheRun() {
        RewardFunction broken =
                (p, c) -> {
                    throw new IllegalStateException("no such file");
                };

        assertEquals(
                List.of(ERROR, ERROR, ERROR),
                new GuardedReward(broken, LONG, 2).scoreAll(attempts(3)));
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
        try {
            assertEquals(
                    List.of(TIMEOUT, TIMEOUT, Reward.RIGHT, Reward.RIGHT),
                    new GuardedReward(slow, SHORT, 1).scoreAll(attempts(4)));
            assertTrue(interrupted.await(30, TimeUnit.SECONDS));
            assertEquals(
                    List.of(TIMEOUT, TIMEOUT, Reward.RIGHT),
                    new GuardedReward(slow, SHORT).scoreAll(attempts(3)));
        } finally {
            end.countDown();
        }
    }

    @Test
    void oneThatHangsDoesNotHoldUpTheOthers() {
        CountDownLatch others = new CountDownLatch(5);
        RewardFunction lastOfAll =
                (p, c) -> {
                    if (number(c) == 0) {
                        await(others); // returns only if the others are scored meanwhile
                    } else {
                        others.countDown();
                    }
                    return Reward.RIGHT;
                };

        assertEquals(
                Collections.nCopies(6, Reward.RIGHT),
                new GuardedReward(lastOfAll, LONG, 2).scoreAll(attempts(6)));
    }

    @Test
    void aFunctionThatScoresAStepTogetherIsAskedOnce() {
        RewardFunction judge = mock(RewardFunction.class);
        when(judge.scoreAll(any())).thenReturn(List.of(Reward.RIGHT, Reward.WRONG));

        assertEquals(
                List.of(Reward.RIGHT, Reward.WRONG),
                new GuardedReward(judge, LONG).scoreAll(attempts(2)));
        verify(judge, never()).score(any(), any());
    }

    @Test
    void aStepOfTheWrongLengthIsScoredOneByOne() {
        RewardFunction forgetful = mock(RewardFunction.class);
        when(forgetful.scoreAll(any())).thenReturn(List.of(Reward.RIGHT));
        when(forgetful.score(any(), any())).thenReturn(Reward.RIGHT);

        assertEquals(
                List.of(Reward.RIGHT, Reward.RIGHT),
                new GuardedReward(forgetful, LONG).scoreAll(attempts(2)));
        verify(forgetful, times(2)).score(any(), any());
    }

    @Test
    void anInterruptedCallerStops() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
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
        Thread caller = new Thread(() -> new GuardedReward(waiting, LONG, 1).scoreAll(attempts(2)));
        caller.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        caller.start();
        assertTrue(started.await(30, TimeUnit.SECONDS));
        caller.interrupt();
        caller.join();

        assertInstanceOf(IllegalStateException.class, thrown.get());
        assertTrue(interrupted.await(30, TimeUnit.SECONDS));
    }

    @Test
    void limitsThatAllowNothingAreRefused() {
        RewardFunction right = (p, c) -> Reward.RIGHT;

        assertThrows(IllegalArgumentException.class, () -> new GuardedReward(right, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new GuardedReward(right, LONG, 0));
    }
}
