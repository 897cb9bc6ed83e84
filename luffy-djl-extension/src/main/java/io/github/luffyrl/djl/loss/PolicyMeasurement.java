package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.PolicyMetrics;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenScores;

/**
 * What was measured at the response tokens of a batch (SPEC Q15). It holds sums, so those of
 * micro-batches add up to that of the mini-batch. A mean of nothing is NaN.
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
     * Measures a batch.
     *
     * @param loss asked for its own metrics, if it is a {@link PolicyLoss}
     * @param labels those of {@link BatchLayout}
     * @param predictions what the model predicted
     * @return the measurement
     */
    public static PolicyMeasurement of(Loss loss, NDList labels, NDList predictions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TokenScores scores = TokenScores.of(labels, predictions);
            Tokens onPolicy = tokens(labels, scores, 0);
            Tokens offPolicy = tokens(labels, scores, 1);
            if (!(loss instanceof PolicyLoss policyLoss)) {
                return new PolicyMeasurement(new PolicyMetrics(), onPolicy, offPolicy, Double.NaN);
            }
            PolicyUpdate.Evaluation measured = policyLoss.measure(labels, scores);
            long count = onPolicy.count + offPolicy.count;
            return new PolicyMeasurement(
                    measured.policy().metrics(),
                    onPolicy,
                    offPolicy,
                    policyLoss.update().kl().active() ? measured.meanKl() * count : Double.NaN);
        }
    }

    private static Tokens tokens(NDList labels, TokenScores scores, float origin) {
        float[] mask = BatchLayout.require(labels, BatchLayout.MASK).toFloatArray();
        float[] offPolicy = BatchLayout.require(labels, BatchLayout.OFF_POLICY).toFloatArray();
        float[] logProbs = scores.logProbs().toFloatArray();
        float[] entropies = scores.entropy().toFloatArray();
        long count = 0;
        double probability = 0;
        double entropy = 0;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] != 0 && offPolicy[i] == origin) {
                count++;
                probability += Math.exp(logProbs[i]);
                entropy += entropies[i];
            }
        }
        return new Tokens(count, probability, entropy);
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
