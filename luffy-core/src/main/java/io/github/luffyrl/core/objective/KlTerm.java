package io.github.luffyrl.core.objective;

/**
 * A penalty on the divergence from the reference policy, as part of the loss: the coefficient times
 * the mean over all tokens.
 *
 * @param estimator of the divergence at one token
 * @param coefficient at least 0
 */
public record KlTerm(KlEstimator estimator, double coefficient) {

    /** Rejects a negative coefficient. */
    public KlTerm {
        if (!(coefficient >= 0) || Double.isInfinite(coefficient)) {
            throw new IllegalArgumentException(
                    "KL coefficient = " + coefficient + ": need a finite number, at least 0");
        }
    }

    /**
     * No penalty: reference log-probabilities are not needed.
     *
     * @return the coefficient 0
     */
    public static KlTerm none() {
        return new KlTerm(KlEstimator.k3(), 0);
    }

    /**
     * Returns whether there is a penalty.
     *
     * @return false if the coefficient is 0
     */
    public boolean active() {
        return coefficient > 0;
    }
}
