package io.github.luffyrl.djl.guice;

/**
 * The numbers of a {@code RolloutDataset}, to be bound where the defaults do not fit.
 *
 * @param promptsPerStep problems of a step, at least 1
 * @param groupSize rows of each, demonstrations included, at least 1
 * @param steps of one pass over the dataset, at least 1
 * @param temperature of the rollouts, above 0
 * @param seed of problem order, prefixes and sampling
 */
public record RolloutOptions(
        int promptsPerStep, int groupSize, int steps, double temperature, long seed) {

    /** 100 steps of 16 groups of 8 at temperature 1, seed 0. */
    public static final RolloutOptions DEFAULT = new RolloutOptions(16, 8, 100, 1, 0);
}
