package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.core.objective.EntropyCoefficient;

/**
 * The entropy bonus. With one, all rows are trained, also those without advantage.
 *
 * @param kind how the coefficient changes
 * @param coefficient at least 0, 0 for no bonus; that of the target, or of the start
 * @param target mean entropy in nats, above 0; {@code constant} does not read it
 * @param max largest coefficient of {@code adaptive}, above 0
 * @param learningRate of the coefficient of {@code adaptive}, at least 0
 */
public record Entropy(
        Kind kind, double coefficient, double target, Limit max, double learningRate) {

    /** How the coefficient changes. */
    public enum Kind {
        /** See {@link EntropyCoefficient#constant(double)}. */
        CONSTANT,
        /** See {@link EntropyCoefficient#towardsTarget(double, double)}. */
        TOWARDS_TARGET,
        /** See {@link AdaptiveEntropyCoefficient}. */
        ADAPTIVE
    }

    /** Checks the ranges. */
    public Entropy {
        Require.notNegative("coefficient", coefficient);
        Require.that(
                kind != Kind.ADAPTIVE || coefficient > 0,
                "coefficient",
                coefficient,
                "a number above 0 to start an adaptive coefficient from");
        Require.positive("target", target);
        Require.that(max.orElse(1) > 0, "max", max.toYaml(), "'none' or a number above 0");
        Require.notNegative("learningRate", learningRate);
    }

    /**
     * Returns the coefficient.
     *
     * @return a new one: an adaptive coefficient changes during a run
     */
    public EntropyCoefficient entropyCoefficient() {
        if (coefficient == 0) {
            return EntropyCoefficient.none();
        }
        return switch (kind) {
            case CONSTANT -> EntropyCoefficient.constant(coefficient);
            case TOWARDS_TARGET -> EntropyCoefficient.towardsTarget(coefficient, target);
            case ADAPTIVE ->
                    new AdaptiveEntropyCoefficient(
                            coefficient,
                            target,
                            max.orElse(Double.POSITIVE_INFINITY),
                            learningRate);
        };
    }
}
