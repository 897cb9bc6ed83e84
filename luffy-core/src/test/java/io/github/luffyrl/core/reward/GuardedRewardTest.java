package io.github.luffyrl.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class GuardedRewardTest {

    private static final Reward FAILED = Reward.WRONG.withPart("failed", 1);

    private final Problem problem = Problem.of("p", "question", "yes");

    private Reward score(RewardFunction reward, String response) {
        return new GuardedReward(reward, Duration.ofMillis(200))
                .score(problem, Completion.of(response));
    }

    private List<Reward> scoreAll(RewardFunction reward, String... responses) {
        List<Attempt> attempts = new ArrayList<>();
        for (String response : responses) {
            attempts.add(new Attempt(problem, Completion.of(response)));
        }
        return new GuardedReward(reward, Duration.ofMillis(200)).scoreAll(attempts);
    }

    @Test
    void aRewardThatWorksIsPassedOn() {
        RewardFunction length = (p, completion) -> new Reward(completion.text().length(), true);

        assertEquals(new Reward(3, true), score(length, "yes"));
        assertEquals(
                List.of(new Reward(3, true), new Reward(2, true)), scoreAll(length, "yes", "no"));
    }

    @Test
    void whatThrowsOrIsNotFiniteCountsAsWrongAndAsFailed() {
        RewardFunction broken =
                (p, completion) -> {
                    throw new IllegalStateException("no such judge");
                };
        RewardFunction notFinite = (p, completion) -> new Reward(0.0 / 0.0, true);
        RewardFunction deep =
                (p, completion) -> {
                    throw new StackOverflowError();
                };

        assertEquals(FAILED, score(broken, "yes"));
        assertEquals(FAILED, score(notFinite, "yes"));
        assertEquals(FAILED, score(deep, "yes"));
    }

    @Test
    void whatHangsCountsAsWrongAndTheOthersKeepTheirReward() {
        CountDownLatch never = new CountDownLatch(1);
        RewardFunction hangs =
                (p, completion) -> {
                    if (completion.text().equals("loop")) {
                        await(never);
                    }
                    return Reward.RIGHT;
                };

        assertEquals(
                List.of(Reward.RIGHT, FAILED, Reward.RIGHT), scoreAll(hangs, "yes", "loop", "yes"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStepOfTheWrongLengthIsScoredOneByOne() {
        RewardFunction forgetful =
                new RewardFunction() {
                    @Override
                    public Reward score(Problem asked, Completion completion) {
                        return Reward.of(completion.text().equals("yes"));
                    }

                    @Override
                    public List<Reward> scoreAll(List<Attempt> attempts) {
                        return List.of(Reward.RIGHT);
                    }
                };

        assertEquals(List.of(Reward.RIGHT, Reward.WRONG), scoreAll(forgetful, "yes", "no"));
    }

    @Test
    void aLimitOfNoTimeIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new GuardedReward((p, c) -> Reward.RIGHT, Duration.ZERO));
    }
}
