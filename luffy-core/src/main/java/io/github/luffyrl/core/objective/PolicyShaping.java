package io.github.luffyrl.core.objective;

/**
 * The weight {@code s} of a token as a function of its log-probability {@code l} under the policy
 * being trained. The objective's gradient is {@code -A * ds/dl}: shaping decides which tokens are
 * learned from.
 *
 * <p>{@link #value} is all there is to a shaping of demonstration tokens whose own probability is
 * taken as 1. Where another policy's log-probability is known, the same function is applied to the
 * importance ratio: {@link #weight} for off-policy tokens, {@link #ratio} for on-policy tokens.
 *
 * <p>Weights stay finite: exponents are cut at {@value #MAX_EXPONENT}, with derivative 0 beyond.
 */
public sealed interface PolicyShaping {

    /** Largest exponent of a weight; its exponential and sums of it fit a float32. */
    double MAX_EXPONENT = 60;

    /**
     * Returns the weight.
     *
     * @param logProb {@code l}, at most 0; or a log-ratio, any number
     * @return {@code s(l)}
     */
    double value(double logProb);

    /**
     * Returns the derivative of the weight.
     *
     * @param logProb as for {@link #value}
     * @return {@code ds/dl}
     */
    double derivative(double logProb);

    /**
     * Returns the weight of an off-policy token whose behaviour policy is known.
     *
     * @param logProb {@code l}
     * @param behaviour log-probability of the token under the policy that wrote it
     * @return {@code s}, of {@code l - behaviour} unless said otherwise
     */
    default double weight(double logProb, double behaviour) {
        return value(logProb - behaviour);
    }

    /**
     * Returns the derivative of {@link #weight} with respect to {@code l}.
     *
     * @param logProb {@code l}
     * @param behaviour as for {@link #weight}
     * @return the derivative
     */
    default double weightDerivative(double logProb, double behaviour) {
        return derivative(logProb - behaviour);
    }

    /**
     * Returns the weight of an on-policy token.
     *
     * @param logProb {@code l}
     * @param old log-probability of the token at the start of the step
     * @return {@code r}, the function of {@code l - old} unless said otherwise
     */
    default double ratio(double logProb, double old) {
        return value(logProb - old);
    }

    /**
     * Returns the derivative of {@link #ratio} with respect to {@code l}.
     *
     * @param logProb {@code l}
     * @param old as for {@link #ratio}
     * @return the derivative
     */
    default double ratioDerivative(double logProb, double old) {
        return derivative(logProb - old);
    }

    /**
     * No shaping: the probability itself. Unlikely tokens, those that the policy could learn most
     * from, get almost no gradient.
     *
     * @return the shaping
     */
    static PolicyShaping none() {
        return new None();
    }

    /**
     * LUFFY's shaping {@code p / (p + gamma)}, which raises the gradient of unlikely tokens.
     *
     * @param gamma above 0; the paper uses 0.1
     * @return the shaping
     */
    static PolicyShaping rational(double gamma) {
        return new Rational(gamma);
    }

    /** {@code s = p}. See {@link PolicyShaping#none()}. */
    record None() implements PolicyShaping {
        @Override
        public double value(double logProb) {
            return exp(logProb);
        }

        @Override
        public double derivative(double logProb) {
            return expDerivative(logProb);
        }
    }

    /**
     * {@code s = p / (p + gamma)}, {@code ds/dl = gamma * p / (p + gamma)^2}; on-policy {@code s(l)
     * / s(old)}. See {@link PolicyShaping#rational(double)}.
     *
     * @param gamma above 0
     */
    record Rational(double gamma) implements PolicyShaping {
        /** Rejects a gamma that is not above 0. */
        public Rational {
            if (!(gamma > 0) || Double.isInfinite(gamma)) {
                throw new IllegalArgumentException(
                        "gamma = " + gamma + ": need a positive number, such as 0.1");
            }
        }

        @Override
        public double value(double logProb) {
            return 1 / (1 + gamma * Math.exp(-logProb)); // no p can underflow or overflow this form
        }

        @Override
        public double derivative(double logProb) {
            double s = value(logProb);
            return s * (1 - s);
        }

        @Override
        public double ratio(double logProb, double old) {
            return exp(logProb - old) * relative(logProb, old);
        }

        @Override
        public double ratioDerivative(double logProb, double old) {
            return expDerivative(logProb - old) * relative(logProb, old) * (1 - value(logProb));
        }

        /** {@code (p_old + gamma) / (p + gamma)}. */
        private double relative(double logProb, double old) {
            return (Math.exp(old) + gamma) / (Math.exp(logProb) + gamma);
        }
    }

    /**
     * {@code s = weight * l}, the policy gradient of a log-likelihood. On-policy {@code l - old}:
     * there the weight is not applied (quirk Q4 in docs/paper-to-code.md).
     *
     * @param weight of the log-probability
     */
    record Log(double weight) implements PolicyShaping {
        /** Rejects a weight that is not finite. */
        public Log {
            requireFinite("weight", weight);
        }

        @Override
        public double value(double logProb) {
            return weight * logProb;
        }

        @Override
        public double derivative(double logProb) {
            return weight;
        }

        @Override
        public double weight(double logProb, double behaviour) {
            return value(logProb);
        }

        @Override
        public double ratio(double logProb, double old) {
            return logProb - old;
        }

        @Override
        public double ratioDerivative(double logProb, double old) {
            return 1;
        }
    }

    /**
     * {@code s = weight * l + p}; off-policy the first summand is always of the policy's own {@code
     * l}.
     *
     * @param weight of the log-probability
     */
    record LogBlend(double weight) implements PolicyShaping {
        /** Rejects a weight that is not finite. */
        public LogBlend {
            requireFinite("weight", weight);
        }

        @Override
        public double value(double logProb) {
            return weight * logProb + exp(logProb);
        }

        @Override
        public double derivative(double logProb) {
            return weight + expDerivative(logProb);
        }

        @Override
        public double weight(double logProb, double behaviour) {
            return weight * logProb + exp(logProb - behaviour);
        }
    }

    /**
     * {@code s = p^exponent}.
     *
     * @param exponent above 0; 0.5 is the square root
     */
    record Power(double exponent) implements PolicyShaping {
        /** Rejects an exponent that is not above 0. */
        public Power {
            if (!(exponent > 0) || Double.isInfinite(exponent)) {
                throw new IllegalArgumentException(
                        "exponent = " + exponent + ": need a positive number, such as 0.5");
            }
        }

        @Override
        public double value(double logProb) {
            return exp(exponent * logProb);
        }

        @Override
        public double derivative(double logProb) {
            return exponent * expDerivative(exponent * logProb);
        }
    }

    /**
     * A shaping of your own, given by its value and derivative.
     *
     * <pre>{@code
     * record Capped(double most) implements PolicyShaping.Custom {
     *     public double value(double logProb) {
     *         return Math.min(Math.exp(logProb), most);
     *     }
     *
     *     public double derivative(double logProb) {
     *         return Math.exp(logProb) < most ? Math.exp(logProb) : 0;
     *     }
     * }
     * }</pre>
     */
    non-sealed interface Custom extends PolicyShaping {}

    private static double exp(double exponent) {
        return Math.exp(Math.min(exponent, MAX_EXPONENT));
    }

    private static double expDerivative(double exponent) {
        return exponent > MAX_EXPONENT ? 0 : Math.exp(exponent);
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " = " + value + ": need a finite number");
        }
    }
}
