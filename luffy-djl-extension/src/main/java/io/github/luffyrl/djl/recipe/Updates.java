package io.github.luffyrl.djl.recipe;

/**
 * How often a rollout is trained on.
 *
 * @param miniBatches optimizer steps of a pass over a rollout, at least 1; a rollout draws so many
 *     times {@code promptsPerStep} problems
 * @param epochs passes over a rollout, at least 1
 */
public record Updates(int miniBatches, int epochs) {
    /** Checks the ranges. */
    public Updates {
        Ranges.atLeastOne("miniBatches", miniBatches);
        Ranges.atLeastOne("epochs", epochs);
    }
}
