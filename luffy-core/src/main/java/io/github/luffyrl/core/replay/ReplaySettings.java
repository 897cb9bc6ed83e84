package io.github.luffyrl.core.replay;

/**
 * How ExGRPO keeps and replays right responses (arXiv 2510.02245).
 *
 * @param startSolved replay starts after a rollout with a larger share of right rows, in [0, 1);
 *     ExGRPO uses 0.35
 * @param share of the groups of a rollout that replay a response at most, above 0, at most 1;
 *     ExGRPO uses 0.5
 * @param weighting how likely problems are by their number of right rows; ExGRPO uses {@link
 *     BucketWeighting#NORMAL}
 * @param minSolved problems with fewer right rows are not kept, at least 1; ExGRPO uses 1
 * @param maxSolved nor those with more; ExGRPO uses 7, with groups of 8
 * @param selection which of the kept responses of a problem is replayed; ExGRPO uses {@link
 *     ReplaySelection#LOWEST_ENTROPY}
 */
public record ReplaySettings(
        double startSolved,
        double share,
        BucketWeighting weighting,
        int minSolved,
        int maxSolved,
        ReplaySelection selection) {

    /** Checks the ranges. */
    public ReplaySettings {
        require(startSolved >= 0 && startSolved < 1, "startSolved", startSolved, "0 to below 1");
        require(share > 0 && share <= 1, "share", share, "above 0, at most 1");
        require(minSolved >= 1, "minSolved", minSolved, "at least 1");
        require(maxSolved >= minSolved, "maxSolved", maxSolved, "at least minSolved");
    }

    private static void require(boolean holds, String name, Object value, String need) {
        if (!holds) {
            throw new IllegalArgumentException(name + " = " + value + ": need " + need);
        }
    }

    /**
     * Creates an empty pool.
     *
     * @return keeps problems with {@code minSolved} to {@code maxSolved} right rows
     */
    public ExperiencePool pool() {
        return new ExperiencePool(minSolved - 1, maxSolved);
    }

    /**
     * Returns what chooses the problems that are replayed.
     *
     * @param groupSize rows of a group, at least 1
     * @return the sampler
     */
    public ReplaySampler sampler(int groupSize) {
        return new ReplaySampler(weighting, groupSize, share);
    }
}
