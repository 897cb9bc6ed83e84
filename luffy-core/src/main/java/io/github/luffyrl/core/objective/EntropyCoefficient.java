package io.github.luffyrl.core.objective;

/** How strongly the entropy bonus counts; a constant for the policy's gradient. */
public sealed interface EntropyCoefficient
        permits AdaptiveEntropyCoefficient,
                EntropyCoefficient.Constant,
                EntropyCoefficient.TowardsTarget {

    /**
     * Returns the coefficient.
     *
     * @param meanEntropy mean entropy of the response tokens at hand, in nats
     * @return {@code c} in {@code loss - c * entropy}
     */
    double value(double meanEntropy);

    /**
     * Returns whether there is a bonus at all.
     *
     * @return false if the coefficient is always 0
     */
    default boolean active() {
        return true;
    }

    /**
     * No bonus.
     *
     * @return the coefficient 0
     */
    static EntropyCoefficient none() {
        return new Constant(0);
    }

    /**
     * A constant.
     *
     * @param coefficient usually 0.001
     * @return the coefficient
     */
    static EntropyCoefficient constant(double coefficient) {
        return new Constant(coefficient);
    }

    /**
     * {@code coefficient * target / meanEntropy}: stronger the lower the entropy.
     *
     * @param coefficient in effect at the target
     * @param target mean entropy in nats, above 0
     * @return the coefficient
     */
    static EntropyCoefficient towardsTarget(double coefficient, double target) {
        return new TowardsTarget(coefficient, target);
    }

    /**
     * See {@link EntropyCoefficient#constant(double)}.
     *
     * @param coefficient finite
     */
    record Constant(double coefficient) implements EntropyCoefficient {
        /** Rejects a coefficient that is not finite. */
        public Constant {
            requireFinite(coefficient);
        }

        @Override
        public double value(double meanEntropy) {
            return coefficient;
        }

        @Override
        public boolean active() {
            return coefficient != 0;
        }
    }

    /**
     * See {@link EntropyCoefficient#towardsTarget(double, double)}.
     *
     * @param coefficient finite
     * @param target above 0
     */
    record TowardsTarget(double coefficient, double target) implements EntropyCoefficient {
        /** Rejects a target that is not above 0. */
        public TowardsTarget {
            requireFinite(coefficient);
            if (!(target > 0)) {
                throw new IllegalArgumentException("target entropy = " + target + ": need above 0");
            }
        }

        @Override
        public double value(double meanEntropy) {
            return target / meanEntropy * coefficient;
        }
    }

    private static void requireFinite(double coefficient) {
        if (!Double.isFinite(coefficient)) {
            throw new IllegalArgumentException(
                    "entropy coefficient = " + coefficient + ": need a finite number");
        }
    }
}
