package io.github.luffyrl.core.objective;

/**
 * A constant factor on the loss of on-policy tokens that makes up for a sampler whose
 * log-probabilities differ from those of the trained model ({@code rho = exp(old - rollout)}),
 * because it runs in another precision or another engine.
 */
public sealed interface ImportanceCorrection {

    /**
     * Returns the factor.
     *
     * @param oldLogProb of the token under the trained model when the step began
     * @param rolloutLogProb of the token under the sampler
     * @return at least 0
     */
    double factor(double oldLogProb, double rolloutLogProb);

    /**
     * Returns no correction: the sampler's log-probabilities are not needed.
     *
     * @return the factor 1
     */
    static ImportanceCorrection none() {
        return new None();
    }

    /**
     * Returns truncated importance sampling.
     *
     * @param max largest factor, at least 1, usually 2
     * @return {@code min(rho, max)}
     */
    static ImportanceCorrection truncated(double max) {
        return new Truncated(max);
    }

    /**
     * Returns masked importance sampling: tokens that the two disagree on are left out.
     *
     * @param min smallest {@code rho} that counts, at most 1, usually 0.5
     * @param max largest {@code rho} that counts, at least 1, usually 5
     * @return {@code rho} between the bounds, 0 outside
     */
    static ImportanceCorrection masked(double min, double max) {
        return new Masked(min, max);
    }

    /** See {@link ImportanceCorrection#none()}. */
    record None() implements ImportanceCorrection {
        @Override
        public double factor(double oldLogProb, double rolloutLogProb) {
            return 1;
        }
    }

    /**
     * See {@link ImportanceCorrection#truncated(double)}.
     *
     * @param max at least 1
     */
    record Truncated(double max) implements ImportanceCorrection {
        /** Rejects a bound below 1. */
        public Truncated {
            requireHoldsOne(0, max);
        }

        @Override
        public double factor(double oldLogProb, double rolloutLogProb) {
            return Math.min(Math.exp(oldLogProb - rolloutLogProb), max);
        }
    }

    /**
     * See {@link ImportanceCorrection#masked(double, double)}.
     *
     * @param min at most 1
     * @param max at least 1
     */
    record Masked(double min, double max) implements ImportanceCorrection {
        /** Rejects bounds that do not hold the factor 1. */
        public Masked {
            requireHoldsOne(min, max);
        }

        @Override
        public double factor(double oldLogProb, double rolloutLogProb) {
            double rho = Math.exp(oldLogProb - rolloutLogProb);
            return min <= rho && rho <= max ? rho : 0;
        }
    }

    private static void requireHoldsOne(double min, double max) {
        if (!(min <= 1 && 1 <= max) || Double.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "importance correction [" + min + ", " + max + "] does not hold the factor 1");
        }
    }
}
