package io.github.luffyrl.core.objective;

/**
 * Estimates the divergence from a reference policy from one token, as a function of {@code d = l -
 * ref}, the log-probability under the policy less that under the reference.
 *
 * <p>The derivative is the one to train with; for a straight-through estimator it is not that of
 * the value.
 */
public sealed interface KlEstimator {

    /**
     * Returns the estimate.
     *
     * @param d difference of log-probabilities
     * @return the divergence in nats
     */
    double value(double d);

    /**
     * Returns the derivative with respect to the policy's log-probability.
     *
     * @param d difference of log-probabilities
     * @return the gradient of one token
     */
    double derivative(double d);

    /**
     * Returns the estimate for a token that another policy than the current one wrote.
     *
     * @param d difference of log-probabilities
     * @param logRatio log-probability under the policy less that under the one that wrote the token
     * @return the divergence in nats; the ratio has no influence but on {@link #k3Unbiased()}
     */
    default double value(double d, double logRatio) {
        return value(d);
    }

    /**
     * Returns the derivative for a token that another policy than the current one wrote.
     *
     * @param d difference of log-probabilities
     * @param logRatio log-probability under the policy less that under the one that wrote the token
     * @return the gradient of one token
     */
    default double derivative(double d, double logRatio) {
        return derivative(d);
    }

    /**
     * {@code d}: unbiased, of high variance, and with a gradient that knows nothing of the
     * reference.
     *
     * @return the estimator, {@code kl} in verl
     */
    static KlEstimator k1() {
        return new K1();
    }

    /**
     * The absolute difference.
     *
     * @return the estimator, {@code abs} in verl
     */
    static KlEstimator absolute() {
        return new Absolute();
    }

    /**
     * {@code d^2 / 2}: biased, with the right gradient in expectation.
     *
     * @return the estimator, {@code mse} in verl
     */
    static KlEstimator k2() {
        return new K2();
    }

    /**
     * {@code e^-d + d - 1}, at most 10: unbiased but for the bound, never negative.
     *
     * @return the estimator, {@code low_var_kl} in verl and LUFFY
     */
    static KlEstimator k3() {
        return new K3(Double.POSITIVE_INFINITY, 10);
    }

    /**
     * The value of {@link #k1()} with the gradient of {@link #k2()}.
     *
     * @return the estimator, {@code k1+} in verl (quirk Q13 in docs/paper-to-code.md)
     */
    static KlEstimator k1StraightThrough() {
        return new StraightThrough(k1());
    }

    /**
     * The value of {@link #k3()} with the gradient of {@link #k2()}.
     *
     * @return the estimator, {@code k3+} in verl (quirk Q13 in docs/paper-to-code.md)
     */
    static KlEstimator k3StraightThrough() {
        return new StraightThrough(k3());
    }

    /**
     * {@code w (e^-d + d - 1)} with the importance ratio {@code w} of the policy to the one that
     * wrote the token: value and gradient, {@code w d}, are unbiased also after the first update on
     * a rollout (DeepSeek-V3.2, arXiv 2512.02556, section 3.1).
     *
     * @return the estimator
     */
    static KlEstimator k3Unbiased() {
        return new K3Unbiased();
    }

    /** See {@link KlEstimator#k3Unbiased()}; without a ratio, that is 1. */
    record K3Unbiased() implements KlEstimator {
        private static final double MAX_EXPONENT = 60; // keeps products finite

        @Override
        public double value(double d) {
            return value(d, 0);
        }

        @Override
        public double derivative(double d) {
            return derivative(d, 0);
        }

        @Override
        public double value(double d, double logRatio) {
            double exponent = Math.min(-d, MAX_EXPONENT);
            return ratio(logRatio) * (Math.expm1(exponent) - exponent);
        }

        @Override
        public double derivative(double d, double logRatio) {
            return ratio(logRatio) * Math.max(d, -MAX_EXPONENT);
        }

        private static double ratio(double logRatio) {
            return Math.exp(Math.min(logRatio, MAX_EXPONENT));
        }
    }

    /** See {@link KlEstimator#k1()}. */
    record K1() implements KlEstimator {
        @Override
        public double value(double d) {
            return d;
        }

        @Override
        public double derivative(double d) {
            return 1;
        }
    }

    /** See {@link KlEstimator#absolute()}. */
    record Absolute() implements KlEstimator {
        @Override
        public double value(double d) {
            return Math.abs(d);
        }

        @Override
        public double derivative(double d) {
            return Math.signum(d);
        }
    }

    /** See {@link KlEstimator#k2()}. */
    record K2() implements KlEstimator {
        @Override
        public double value(double d) {
            return d * d / 2;
        }

        @Override
        public double derivative(double d) {
            return d;
        }
    }

    /**
     * {@code e^-d + d - 1} with bounds. LUFFY bounds the value by 10; newer verl the exponent by 20
     * too; Open-Reasoner-Zero neither.
     *
     * @param exponentBound {@code -d} is clamped to plus and minus this, above 0, possibly infinite
     * @param valueBound the estimate is at most this, above 0, possibly infinite; the gradient is 0
     *     where a bound is reached
     */
    record K3(double exponentBound, double valueBound) implements KlEstimator {
        /** Rejects bounds that are not above 0. */
        public K3 {
            if (!(exponentBound > 0) || !(valueBound > 0)) {
                throw new IllegalArgumentException(
                        "exponentBound = "
                                + exponentBound
                                + ", valueBound = "
                                + valueBound
                                + ": need numbers above 0, infinity for no bound");
            }
        }

        /**
         * Returns the estimator without bounds.
         *
         * @return the estimator of Open-Reasoner-Zero
         */
        public static K3 unbounded() {
            return new K3(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }

        @Override
        public double value(double d) {
            return Math.min(unboundedValue(d), valueBound);
        }

        @Override
        public double derivative(double d) {
            return Math.abs(d) > exponentBound || unboundedValue(d) > valueBound
                    ? 0
                    : -Math.expm1(-d);
        }

        private double unboundedValue(double d) {
            double exponent = Math.max(-exponentBound, Math.min(exponentBound, -d));
            return Math.expm1(exponent) - exponent;
        }
    }

    /**
     * The value of one estimator with the gradient of {@link KlEstimator#k2()}, which is that of
     * the divergence in expectation.
     *
     * @param reported gives the value
     */
    record StraightThrough(KlEstimator reported) implements KlEstimator {
        @Override
        public double value(double d) {
            return reported.value(d);
        }

        @Override
        public double derivative(double d) {
            return d;
        }
    }
}
