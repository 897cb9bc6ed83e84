package io.github.luffyrl.core.rollout;

import java.util.Arrays;

/**
 * Keeps the groups whose mean reward lies within bounds, both inclusive.
 *
 * @param lower {@code accuracy_lower_bound}
 * @param upper {@code accuracy_upper_bound}, at least {@code lower}
 */
public record AccuracyFilter(double lower, double upper) {

    /** Rejects bounds that no group can meet. */
    public AccuracyFilter {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException(
                    "no mean reward is at least " + lower + " and at most " + upper);
        }
    }

    /**
     * Decides about one group.
     *
     * @param rewards reward of each row, at least one
     * @return whether to train on it
     */
    public boolean keeps(double[] rewards) {
        if (rewards.length == 0) {
            throw new IllegalArgumentException("a group needs at least one row");
        }
        double mean = Arrays.stream(rewards).sum() / rewards.length;
        return lower <= mean && mean <= upper;
    }
}
