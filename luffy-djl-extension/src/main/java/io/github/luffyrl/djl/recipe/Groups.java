package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.rollout.AccuracyFilter;
import io.github.luffyrl.djl.dataset.ScoredGroup;
import java.util.function.Predicate;

/**
 * Which groups are trained on.
 *
 * @param keep which ones
 * @param minReward lowest mean reward of {@code mean-reward}
 * @param maxReward highest mean reward of {@code mean-reward}
 * @param draws how often a step draws problems at most, to replace groups that are dropped, at
 *     least 1
 */
public record Groups(Keep keep, double minReward, double maxReward, int draws) {

    /** Which groups are trained on. */
    public enum Keep {
        /** All; those without signal change nothing, but count in the normaliser. */
        ALL,
        /** Those in which some row has an advantage. */
        WITH_SIGNAL,
        /** Those whose mean reward is within bounds. See {@link AccuracyFilter}. */
        MEAN_REWARD
    }

    /** Checks the ranges. */
    public Groups {
        Require.that(minReward <= maxReward, "minReward", minReward, "at most maxReward");
        Require.that(draws >= 1, "draws", draws, "at least 1");
    }

    /**
     * Returns the filter.
     *
     * @return whether to keep a group
     */
    public Predicate<ScoredGroup> filter() {
        return switch (keep) {
            case ALL -> group -> true;
            case WITH_SIGNAL -> ScoredGroup::hasSignal;
            case MEAN_REWARD -> {
                AccuracyFilter bounds = new AccuracyFilter(minReward, maxReward);
                yield group -> bounds.keeps(group.rewards());
            }
        };
    }
}
