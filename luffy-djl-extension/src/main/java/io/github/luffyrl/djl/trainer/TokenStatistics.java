package io.github.luffyrl.djl.trainer;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import io.github.luffyrl.djl.layout.BatchLayout;
import io.github.luffyrl.djl.layout.TokenScores;

/** Sums over the response tokens of the micro-batches of one step. */
final class TokenStatistics {

    private double entropy;
    private double onPolicyProbability;
    private double offPolicyProbability;
    private long onPolicyTokens;
    private long offPolicyTokens;

    /** Adds a micro-batch; one without the labels of {@link BatchLayout} adds nothing. */
    void add(NDList labels, NDList predictions) {
        if (BatchLayout.find(labels, BatchLayout.MASK) == null) {
            return;
        }
        float[] mask;
        float[] offPolicy;
        float[] logProbs;
        float[] entropies;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            mask = BatchLayout.require(labels, BatchLayout.MASK).toFloatArray();
            offPolicy = BatchLayout.require(labels, BatchLayout.OFF_POLICY).toFloatArray();
            TokenScores scores = TokenScores.of(labels, predictions);
            logProbs = scores.logProbs().toFloatArray();
            entropies = scores.entropy().toFloatArray();
        }
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] == 0) {
                continue;
            }
            if (offPolicy[i] != 0) {
                offPolicyTokens++;
                offPolicyProbability += Math.exp(logProbs[i]);
            } else {
                onPolicyTokens++;
                onPolicyProbability += Math.exp(logProbs[i]);
                entropy += entropies[i];
            }
        }
    }

    double entropy() {
        return entropy / onPolicyTokens;
    }

    double onPolicyProbability() {
        return onPolicyProbability / onPolicyTokens;
    }

    double offPolicyProbability() {
        return offPolicyProbability / offPolicyTokens;
    }
}
