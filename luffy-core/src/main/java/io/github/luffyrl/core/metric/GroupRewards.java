package io.github.luffyrl.core.metric;

/**
 * The rewards of one group. The arrays are not copied.
 *
 * @param rewards reward of each row, at least one
 * @param offPolicy for each row, whether any of its tokens comes from a demonstration
 */
public record GroupRewards(double[] rewards, boolean[] offPolicy) {

    /** Checks the lengths. */
    public GroupRewards {
        if (rewards.length == 0 || rewards.length != offPolicy.length) {
            throw new IllegalArgumentException(
                    rewards.length
                            + " rewards and "
                            + offPolicy.length
                            + " off-policy marks: need one of each per row, at least one row");
        }
    }
}
