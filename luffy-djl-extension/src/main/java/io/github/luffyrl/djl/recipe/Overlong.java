package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.reward.FinishedReward;
import io.github.luffyrl.core.reward.OverlongPenalty;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.reward.WeightedReward;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What becomes of responses that come near the length limit.
 *
 * @param truncated of those that run into it
 * @param penaltyTokens the last tokens before the limit, over which the reward falls by {@code
 *     penalty}; none for no penalty
 * @param penalty how far the reward falls, at least 0
 */
public record Overlong(Truncated truncated, OptionalInt penaltyTokens, double penalty)
        implements Section {

    /** What becomes of responses that run into the limit. */
    public enum Truncated {
        /** They are trained on by their reward. */
        TRAIN,
        /** They are not trained on, and the mean of the loss does not count them: DAPO's mask. */
        MASK,
        /** Their advantage is 0, but the mean of the loss counts their tokens: LUFFY's code. */
        ZERO_ADVANTAGE,
        /** Their reward is 0, whatever they say: Open-Reasoner-Zero's rule. */
        ZERO_REWARD
    }

    /** Checks the ranges. */
    public Overlong {
        Ranges.atLeastOne("penaltyTokens", penaltyTokens.orElse(1));
        Ranges.notNegative("penalty", penalty);
    }

    @Override
    public String decides() {
        return "penaltyTokens";
    }

    @Override
    public Set<String> withoutEffect() {
        return penaltyTokens.isPresent() ? Set.of() : Set.of("penalty");
    }

    /**
     * Returns the reward to train with: the penalty on top of another, and 0 for what ran into the
     * limit where that is the rule.
     *
     * @param reward of the answer
     * @param maxTokens the length limit
     * @return the reward; with a penalty, its parts {@code answer} and {@code overlong} are the two
     *     before weighting
     * @throws IllegalArgumentException if {@code penaltyTokens} is above the length limit
     */
    public RewardFunction reward(RewardFunction reward, int maxTokens) {
        RewardFunction answer =
                truncated == Truncated.ZERO_REWARD ? new FinishedReward(reward) : reward;
        if (penaltyTokens.isEmpty()) {
            return answer;
        }
        int buffer = penaltyTokens.getAsInt();
        Ranges.require(
                buffer <= maxTokens, "penaltyTokens", buffer, "1 to the length limit " + maxTokens);
        return WeightedReward.of("answer", 1, answer)
                .plus("overlong", penalty, new OverlongPenalty(maxTokens, buffer));
    }
}
