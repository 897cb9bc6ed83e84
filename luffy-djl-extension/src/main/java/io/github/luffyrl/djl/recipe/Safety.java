package io.github.luffyrl.djl.recipe;

/**
 * What keeps a run safe.
 *
 * @param checkpointEvery steps from one checkpoint to the next, at least 1
 * @param checkpointsKept number of latest checkpoints, at least 1; with 2 the run survives a
 *     damaged one
 * @param savedType in which the trained model and the best one are saved; an adapter by itself is
 *     always float32
 * @param rewardSeconds a reward that takes longer counts as wrong, above 0
 */
public record Safety(
        int checkpointEvery, int checkpointsKept, SavedType savedType, double rewardSeconds) {
    /** Checks the ranges. */
    public Safety {
        Ranges.atLeastOne("checkpointEvery", checkpointEvery);
        Ranges.atLeastOne("checkpointsKept", checkpointsKept);
        Ranges.positive("rewardSeconds", rewardSeconds);
    }
}
