package io.github.luffyrl.core.objective;

/**
 * The weight {@code s} of an off-policy token as a function of its log-probability {@code l} under
 * the policy being trained, with the demonstrator's own probability taken as 1 (SPEC 2.2).
 *
 * <p>The gradient of the objective is {@code -A * ds/dl}: shaping decides which tokens of a
 * demonstration are learned from.
 */
public sealed interface PolicyShaping {

    /**
     * Returns the weight.
     *
     * @param logProb {@code l}, at most 0
     * @return {@code s(l)}
     */
    double value(double logProb);

    /**
     * Returns the derivative of the weight.
     *
     * @param logProb {@code l}, at most 0
     * @return {@code ds/dl}
     */
    double derivative(double logProb);

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
            return Math.exp(logProb);
        }

        @Override
        public double derivative(double logProb) {
            return Math.exp(logProb);
        }
    }

    /**
     * {@code s = p / (p + gamma)}, {@code ds/dl = gamma * p / (p + gamma)^2}. See {@link
     * PolicyShaping#rational(double)}.
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
            double p = Math.exp(logProb);
            return p / (p + gamma);
        }

        @Override
        public double derivative(double logProb) {
            double p = Math.exp(logProb);
            return gamma * p / ((p + gamma) * (p + gamma));
        }
    }
}
