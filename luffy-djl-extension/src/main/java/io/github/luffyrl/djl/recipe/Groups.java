package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.rollout.AccuracyFilter;
import io.github.luffyrl.djl.dataset.ScoredGroup;
import java.util.function.Predicate;

/** Which groups are trained on. */
public sealed interface Groups {

    /**
     * Returns the filter.
     *
     * @return whether to keep a group
     */
    Predicate<ScoredGroup> filter();

    /**
     * Returns how often a step draws problems at most, to replace groups that are dropped.
     *
     * @return at least 1
     */
    int draws();

    /** All; those without signal change nothing, but count in the normalizer. */
    record All() implements Groups {
        @Override
        public Predicate<ScoredGroup> filter() {
            return group -> true;
        }

        @Override
        public int draws() {
            return 1;
        }
    }

    /**
     * Those in which some row has an advantage.
     *
     * @param draws at most, at least 1
     */
    record WithSignal(int draws) implements Groups {
        /** Checks the range. */
        public WithSignal {
            Ranges.atLeastOne("draws", draws);
        }

        @Override
        public Predicate<ScoredGroup> filter() {
            return ScoredGroup::hasSignal;
        }
    }

    /**
     * Those whose mean reward is within bounds. See {@link AccuracyFilter}.
     *
     * @param minReward lowest mean reward
     * @param maxReward highest mean reward
     * @param draws at most, at least 1
     */
    record MeanReward(double minReward, double maxReward, int draws) implements Groups {
        /** Checks the ranges. */
        public MeanReward {
            Ranges.require(minReward <= maxReward, "minReward", minReward, "at most maxReward");
            Ranges.atLeastOne("draws", draws);
        }

        @Override
        public Predicate<ScoredGroup> filter() {
            AccuracyFilter bounds = new AccuracyFilter(minReward, maxReward);
            return group -> bounds.keeps(group.rewards());
        }
    }
}
