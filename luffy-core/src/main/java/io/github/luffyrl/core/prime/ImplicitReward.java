package io.github.luffyrl.core.prime;

import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.Arrays;

/**
 * Rewards of an implicit process reward model: its log-probability less that of a reference, {@code
 * q[t] = l_prm[t] - l_ref[t]}, without a factor beta, as in PRIME's released code (arXiv
 * 2502.01456).
 */
public enum ImplicitReward {
    /** Every token gets its own {@code q}. */
    PER_TOKEN {
        @Override
        double[][] place(double[][] q, ResponseMask mask) {
            return q;
        }
    },

    /** The last token of a row gets the row's sum. */
    WHOLE_RESPONSE {
        @Override
        double[][] place(double[][] q, ResponseMask mask) {
            double[][] scores = new double[q.length][];
            for (int b = 0; b < q.length; b++) {
                scores[b] = new double[q[b].length];
                if (mask.last(b) >= 0) {
                    for (double value : q[b]) {
                        scores[b][mask.last(b)] += value;
                    }
                }
            }
            return scores;
        }
    };

    abstract double[][] place(double[][] q, ResponseMask mask);

    /**
     * Returns the scores of a padded batch.
     *
     * @param logProbs under the process reward model, {@code [B][L]}
     * @param referenceLogProbs under its reference, {@code [B][L]}
     * @param mask {@code [B][L]}
     * @return {@code [B][L]}, 0 outside the mask
     * @throws IllegalArgumentException if the shapes differ
     */
    public double[][] scores(double[][] logProbs, double[][] referenceLogProbs, ResponseMask mask) {
        return place(
                mask.difference("logProbs", logProbs, "referenceLogProbs", referenceLogProbs),
                mask);
    }

    /**
     * Divides scores by the largest magnitude that any undiscounted return of the batch has, plus
     * 1e-6.
     *
     * @param scores {@code [B][L]}, 0 outside the mask
     * @return scores whose returns lie within -1 to 1
     */
    public static double[][] normalize(double[][] scores) {
        double largest = 0;
        for (double[] row : scores) {
            double sum = 0;
            for (int t = row.length - 1; t >= 0; t--) {
                sum += row[t];
                largest = Math.max(largest, Math.abs(sum));
            }
        }
        double divisor = largest + 1e-6;
        double[][] normalized = new double[scores.length][];
        for (int b = 0; b < scores.length; b++) {
            normalized[b] = Arrays.stream(scores[b]).map(s -> s / divisor).toArray();
        }
        return normalized;
    }
}
