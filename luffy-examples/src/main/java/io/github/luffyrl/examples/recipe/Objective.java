package io.github.luffyrl.examples.recipe;

/**
 * The loss.
 *
 * @param gamma of LUFFY's shaping, above 0; other methods do not read it
 * @param entropyCoefficient weight of the entropy bonus, at least 0; 0 for none
 * @param clip range of the on-policy ratio
 * @param normalizer divisor of the sum over tokens
 */
public record Objective(double gamma, double entropyCoefficient, Clip clip, Normalizer normalizer) {
    /** Checks the ranges. */
    public Objective {
        Require.positive("gamma", gamma);
        Require.notNegative("entropyCoefficient", entropyCoefficient);
    }
}
