package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.rollout.ResponseMask;

/**
 * Charges each token's divergence from the reference policy to its reward: {@code R = score - beta
 * * kl}, for runs whose loss has no KL term.
 *
 * @param estimator applied to the policy that sampled against the reference
 */
public record RewardKlPenalty(KlEstimator estimator) {

    /**
     * The rewards after the penalty.
     *
     * @param rewards {@code [B][L]}, 0 outside the mask
     * @param kl mean over rows of each row's mean divergence, which the controller wants; rows
     *     without tokens do not count, 0 when there is no other
     */
    public record Penalised(double[][] rewards, double kl) {}

    /**
     * Applies the penalty.
     *
     * @param scores reward of each token, {@code [B][L]}
     * @param oldLogProbs under the policy that sampled, {@code [B][L]}
     * @param referenceLogProbs under the reference, {@code [B][L]}
     * @param mask {@code [B][L]}
     * @param coefficient {@code beta}
     * @return rewards and divergence
     * @throws IllegalArgumentException if the shapes differ
     */
    public Penalised apply(
            double[][] scores,
            double[][] oldLogProbs,
            double[][] referenceLogProbs,
            ResponseMask mask,
            double coefficient) {
        double[][] rewards = mask.keep("scores", scores);
        double[][] d =
                mask.difference("oldLogProbs", oldLogProbs, "referenceLogProbs", referenceLogProbs);
        double sumOfMeans = 0;
        int rows = 0;
        for (int b = 0; b < mask.rows(); b++) {
            double sum = 0;
            for (int t = 0; t < mask.length(b); t++) {
                if (mask.at(b, t)) {
                    double kl = estimator.value(d[b][t]);
                    rewards[b][t] -= coefficient * kl;
                    sum += kl;
                }
            }
            if (mask.tokens(b) > 0) {
                sumOfMeans += sum / mask.tokens(b);
                rows++;
            }
        }
        return new Penalised(rewards, rows == 0 ? 0 : sumOfMeans / rows);
    }
}
