package io.github.luffyrl.core.replay;

/** Whether a run replays yet: it starts on-policy and, once it replays, keeps to it. */
public enum ReplayPhase {
    /** The policy is too weak for its successes to be worth keeping: plain on-policy training. */
    ON_POLICY,
    /** Successes are collected and replayed. */
    REPLAY;

    /**
     * Returns the phase after a batch.
     *
     * @param solved fraction of the batch's rows that were right, 0 to 1
     * @param threshold fraction above which replay starts; ExGRPO uses 0.35
     * @return the phase of the next batch
     */
    public ReplayPhase next(double solved, double threshold) {
        return this == REPLAY || solved > threshold ? REPLAY : ON_POLICY;
    }
}
