package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.advantage.AdvantageAdjustment;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.rewards.compose.WeightedReward;
import io.github.luffyrl.rewards.shape.OverlongPenalty;

/**
 * What becomes of responses that come near the length limit.
 *
 * @param truncated of those that run into it
 * @param penaltyTokens the last tokens before the limit, over which the reward falls by {@code
 *     penalty}; none for no penalty
 * @param penalty how far the reward falls, at least 0
 */
public record Overlong(Truncated truncated, Limit penaltyTokens, double penalty) {

    /** What becomes of responses that run into the limit. */
    public enum Truncated {
        /** They are trained on by their reward. */
        TRAIN,
        /** Their advantage is 0. */
        MASK
    }

    /** Checks the ranges. */
    public Overlong {
        Require.that(
                penaltyTokens.orElse(1) >= 1,
                "penaltyTokens",
                penaltyTokens.toYaml(),
                "'none' or at least 1");
        Require.notNegative("penalty", penalty);
    }

    /**
     * Returns what is done to advantages.
     *
     * @return the adjustment
     */
    public AdvantageAdjustment adjustment() {
        return switch (truncated) {
            case TRAIN -> AdvantageAdjustment.inOrder();
            case MASK -> new AdvantageAdjustment.DropTruncated();
        };
    }

    /**
     * Puts the penalty on top of a reward.
     *
     * @param reward of the answer
     * @param maxTokens the length limit
     * @return the reward to train with
     */
    public RewardFunction reward(RewardFunction reward, int maxTokens) {
        if (penaltyTokens.value().isEmpty()) {
            return reward;
        }
        int buffer = (int) penaltyTokens.orElse(1);
        return WeightedReward.of("answer", 1, reward)
                .plus("overlong", penalty, new OverlongPenalty(maxTokens, buffer));
    }
}
