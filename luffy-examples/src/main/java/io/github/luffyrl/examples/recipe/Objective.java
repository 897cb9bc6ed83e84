package io.github.luffyrl.examples.recipe;

/**
 * The loss.
 *
 * @param gamma of LUFFY's shaping, above 0; other methods do not read it
 * @param clip range of the on-policy ratio
 * @param normalizer divisor of the sum over tokens
 */
public record Objective(double gamma, Clip clip, Normalizer normalizer) {
    /** Checks the range. */
    public Objective {
        Require.positive("gamma", gamma);
    }
}
