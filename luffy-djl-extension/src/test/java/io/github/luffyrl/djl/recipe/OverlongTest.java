package io.github.luffyrl.djl.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.djl.recipe.Overlong.Truncated;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OverlongTest {

    private static final Problem PROBLEM = Problem.of("p", "Why?", "");
    private static final RewardFunction RIGHT = (problem, completion) -> Reward.RIGHT;

    @Test
    void theRewardFallsByThePenaltyOverTheLastTokens() {
        Overlong overlong = new Overlong(Truncated.TRAIN, OptionalInt.of(20), 0.5);
        // 15 of the last 20 tokens are used up: 1 - 0.5 * 15 / 20
        assertEquals(
                new Reward(0.625, true, Map.of("answer", 1.0, "overlong", -0.75)),
                overlong.reward(RIGHT, 100).score(PROBLEM, new Completion("x", 95, true)));
    }

    @Test
    void withoutPenaltyTheRewardStaysAsItIs() {
        Overlong overlong = new Overlong(Truncated.MASK, OptionalInt.empty(), 1);
        assertSame(RIGHT, overlong.reward(RIGHT, 100));
    }

    @Test
    void aResponseThatRanIntoTheLimitCountsAsWrongWhereThatIsTheRule() {
        RewardFunction reward =
                new Overlong(Truncated.ZERO_REWARD, OptionalInt.empty(), 1).reward(RIGHT, 100);
        Completion finished = new Completion("x", 100, true);
        Completion cut = new Completion("x", 100, false);

        assertEquals(Reward.RIGHT, reward.score(PROBLEM, finished));
        assertEquals(Reward.of(false), reward.score(PROBLEM, cut));
        assertEquals(
                List.of(Reward.of(false), Reward.RIGHT),
                reward.scoreAll(
                        List.of(new Attempt(PROBLEM, cut), new Attempt(PROBLEM, finished))));
    }

    @Test
    void moreTokensThanTheLimitAreRefused() {
        Overlong overlong = new Overlong(Truncated.TRAIN, OptionalInt.of(101), 1);
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> overlong.reward(RIGHT, 100));
        assertTrue(refused.getMessage().contains("penaltyTokens"), refused.getMessage());
    }
}
