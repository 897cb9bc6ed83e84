package io.github.luffyrl.core.objective;

/** The coefficient {@code beta} of a KL penalty over the steps of a run. Immutable. */
public sealed interface KlController {

    /**
     * Returns the coefficient of this step.
     *
     * @return {@code beta}, at least 0
     */
    double coefficient();

    /**
     * Returns the controller of the next step.
     *
     * @param kl mean divergence that this step measured, finite
     * @param rows rows of this step's batch
     * @return the controller
     */
    KlController next(double kl, int rows);

    /**
     * The same coefficient at every step.
     *
     * @param coefficient {@code beta}, at least 0
     */
    record Fixed(double coefficient) implements KlController {
        /** Rejects a negative coefficient. */
        public Fixed {
            requireCoefficient(coefficient);
        }

        @Override
        public Fixed next(double kl, int rows) {
            return this;
        }
    }

    /**
     * Steers the divergence to a target: {@code beta * (1 + clip(kl / target - 1, -0.2, 0.2) * rows
     * / horizon)}.
     *
     * @param coefficient {@code beta}, at least 0
     * @param target divergence to be held, above 0
     * @param horizon rows after which the coefficient has moved by 20 %, above 0
     */
    record Adaptive(double coefficient, double target, double horizon) implements KlController {
        /** Rejects values out of range. */
        public Adaptive {
            requireCoefficient(coefficient);
            if (!(target > 0) || !(horizon > 0)) {
                throw new IllegalArgumentException(
                        "target = " + target + ", horizon = " + horizon + ": need both above 0");
            }
        }

        @Override
        public Adaptive next(double kl, int rows) {
            if (!Double.isFinite(kl)) {
                throw new IllegalArgumentException("kl = " + kl + " would spoil the coefficient");
            }
            double error = Math.max(-0.2, Math.min(0.2, kl / target - 1));
            return new Adaptive(coefficient * (1 + error * rows / horizon), target, horizon);
        }
    }

    private static void requireCoefficient(double coefficient) {
        if (!(coefficient >= 0) || Double.isInfinite(coefficient)) {
            throw new IllegalArgumentException(
                    "coefficient = " + coefficient + ": need a number of at least 0");
        }
    }
}
