package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import io.github.luffyrl.core.objective.PolicyMetrics;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenScores;

/**
 * What was measured at the response tokens of a batch (quirk Q15 in docs/paper-to-code.md). It
 * holds sums, so those of micro-batches add up to that of the mini-batch. A mean of nothing is NaN.
 *
 * @param metrics what the loss measured; nothing unless it is a {@link PolicyLoss}
 * @param onPolicy tokens that the policy sampled
 * @param offPolicy tokens copied from a demonstration
 * @param referenceKlSum divergence from the reference policy, in nats, summed over all tokens; NaN
 *     if the loss has no such term
 */
public record PolicyMeasurement(
        PolicyMetrics metrics, Tokens onPolicy, Tokens offPolicy, double referenceKlSum) {

    /** Of no token. */
    public static final PolicyMeasurement NOTHING =
            new PolicyMeasurement(new PolicyMetrics(), Tokens.NONE, Tokens.NONE, 0);

    /**
     * Some tokens.
     *
     * @param count how many
     * @param probabilitySum of their probabilities under the policy being trained
     * @param entropySum of the entropies of the distributions they were predicted by, in nats
     */
    public record Tokens(long count, double probabilitySum, double entropySum) {

        static final Tokens NONE = new Tokens(0, 0, 0);

        private static Tokens of(TokenBatch batch, int row, boolean offPolicy) {
            double[] entropies = batch.require(TokenBatch.Extra.ENTROPIES)[row];
            long count = 0;
            double probability = 0;
            double entropy = 0;
            for (int t = 0; t < entropies.length; t++) {
                if (batch.mask()[row][t] && batch.offPolicy()[row][t] == offPolicy) {
                    count++;
                    probability += Math.exp(batch.logProbs()[row][t]);
                    entropy += entropies[t];
                }
            }
            return new Tokens(count, probability, entropy);
        }

        /**
         * Returns the mean probability.
         *
         * @return 0 to 1; NaN without tokens
         */
        public double probability() {
            return probabilitySum / count;
        }

        /**
         * Returns the mean entropy.
         *
         * @return nats; NaN without tokens
         */
        public double entropy() {
            return entropySum / count;
        }

        /**
         * Returns these tokens and others.
         *
         * @param other the others
         * @return both
         */
        public Tokens plus(Tokens other) {
            return new Tokens(
                    count + other.count,
                    probabilitySum + other.probabilitySum,
                    entropySum + other.entropySum);
        }
    }

    /**
     * Measures a batch, whatever loss it is trained with.
     *
     * @param labels those of {@link BatchLayout}
     * @param predictions what the model predicted
     * @return the measurement, without metrics and divergence
     */
    public static PolicyMeasurement of(NDList labels, NDList predictions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TokenBatch tokens = HostTokens.of(labels, TokenScores.of(labels, predictions));
            return of(tokens, new PolicyMetrics(), Double.NaN);
        }
    }

    /** Adds up what every token has to the metrics of a loss. */
    static PolicyMeasurement of(TokenBatch batch, PolicyMetrics metrics, double meanKl) {
        Tokens onPolicy = Tokens.NONE;
        Tokens offPolicy = Tokens.NONE;
        for (int b = 0; b < batch.rows(); b++) {
            onPolicy = onPolicy.plus(Tokens.of(batch, b, false));
            offPolicy = offPolicy.plus(Tokens.of(batch, b, true));
        }
        double klSum = meanKl * (onPolicy.count + offPolicy.count);
        return new PolicyMeasurement(metrics, onPolicy, offPolicy, klSum);
    }

    /**
     * Returns all tokens.
     *
     * @return on-policy and off-policy
     */
    public Tokens tokens() {
        return onPolicy.plus(offPolicy);
    }

    /**
     * Returns the mean divergence from the reference policy.
     *
     * @return nats; NaN without tokens, or if the loss has no such term
     */
    public double referenceKl() {
        return referenceKlSum / tokens().count;
    }

    /**
     * Returns the measurement of this batch and another.
     *
     * @param other the other
     * @return both
     */
    public PolicyMeasurement plus(PolicyMeasurement other) {
        return new PolicyMeasurement(
                metrics.plus(other.metrics),
                onPolicy.plus(other.onPolicy),
                offPolicy.plus(other.offPolicy),
                referenceKlSum + other.referenceKlSum);
    }
}
