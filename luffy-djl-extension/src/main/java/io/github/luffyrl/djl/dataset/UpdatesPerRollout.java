package io.github.luffyrl.djl.dataset;

/**
 * How often the rollouts of one draw are trained on.
 *
 * @param miniBatches optimizer steps of one pass over the rollouts, at least 1: a draw is as many
 *     times the groups of a step
 * @param epochs passes over the rollouts, at least 1
 */
public record UpdatesPerRollout(int miniBatches, int epochs) {

    /** One step, with which training is strictly on-policy. */
    public static final UpdatesPerRollout ONE = new UpdatesPerRollout(1, 1);

    /** Checks the ranges. */
    public UpdatesPerRollout {
        if (miniBatches < 1 || epochs < 1) {
            throw new IllegalArgumentException(
                    "miniBatches = "
                            + miniBatches
                            + ", epochs = "
                            + epochs
                            + ": need at least 1 of each");
        }
    }

    /**
     * Returns the number of optimizer steps.
     *
     * @return mini-batches times epochs
     */
    public int steps() {
        return miniBatches * epochs;
    }
}
