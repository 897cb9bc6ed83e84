package io.github.luffyrl.core.advantage;

/** Turns the rewards of one group into one advantage per trajectory. */
@FunctionalInterface
public interface AdvantageEstimator {

    /**
     * Estimates the advantages of one group.
     *
     * @param rewards reward of each row, finite, at least one
     * @param offPolicy for each row, whether any of its tokens comes from a demonstration
     * @return one advantage per row
     * @throws IllegalArgumentException if a reward is not finite or the lengths differ
     */
    double[] advantages(double[] rewards, boolean[] offPolicy);
}
