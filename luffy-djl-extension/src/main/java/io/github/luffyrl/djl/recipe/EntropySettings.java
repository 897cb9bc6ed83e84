package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import java.util.OptionalDouble;

/** The entropy bonus. With one, all rows are trained, also those without advantage. */
public sealed interface EntropySettings {

    /**
     * Returns the coefficient.
     *
     * @return a new one: an adaptive coefficient changes during a run
     */
    EntropyCoefficient entropyCoefficient();

    /**
     * See {@link EntropyCoefficient#constant(double)}.
     *
     * @param coefficient at least 0, 0 for no bonus
     */
    record Constant(double coefficient) implements EntropySettings {
        /** Checks the range. */
        public Constant {
            Ranges.notNegative("coefficient", coefficient);
        }

        @Override
        public EntropyCoefficient entropyCoefficient() {
            return EntropyCoefficient.constant(coefficient);
        }
    }

    /**
     * See {@link EntropyCoefficient#towardsTarget(double, double)}.
     *
     * @param coefficient at the target, at least 0; 0 for no bonus
     * @param target mean entropy in nats, above 0
     */
    record TowardsTarget(double coefficient, double target) implements EntropySettings {
        /** Checks the ranges. */
        public TowardsTarget {
            Ranges.notNegative("coefficient", coefficient);
            Ranges.positive("target", target);
        }

        @Override
        public EntropyCoefficient entropyCoefficient() {
            return coefficient == 0
                    ? EntropyCoefficient.none()
                    : EntropyCoefficient.towardsTarget(coefficient, target);
        }
    }

    /**
     * See {@link AdaptiveEntropyCoefficient}.
     *
     * @param coefficient at the start, above 0
     * @param target mean entropy in nats, above 0
     * @param max largest coefficient, above 0; none for no bound
     * @param learningRate of the coefficient, at least 0
     */
    record Adaptive(double coefficient, double target, OptionalDouble max, double learningRate)
            implements EntropySettings {
        /** Checks the ranges. */
        public Adaptive {
            Ranges.require(
                    coefficient > 0 && Double.isFinite(coefficient),
                    "coefficient",
                    coefficient,
                    "a number above 0 to start an adaptive coefficient from");
            Ranges.positive("target", target);
            Ranges.require(max.orElse(1) > 0, "max", max.orElse(1), "'none' or a number above 0");
            Ranges.notNegative("learningRate", learningRate);
        }

        @Override
        public EntropyCoefficient entropyCoefficient() {
            return new AdaptiveEntropyCoefficient(
                    coefficient, target, max.orElse(Double.POSITIVE_INFINITY), learningRate);
        }
    }
}
