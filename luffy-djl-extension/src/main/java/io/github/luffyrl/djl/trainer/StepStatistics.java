package io.github.luffyrl.djl.trainer;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.PolicyMetrics;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.djl.layout.BatchLayout;
import io.github.luffyrl.djl.layout.TokenScores;
import io.github.luffyrl.djl.loss.PolicyLoss;

/**
 * Means over the response tokens of all micro-batches of one step (SPEC Q15); a mean of nothing is
 * NaN.
 */
final class StepStatistics {

    private final Loss loss;
    private PolicyMetrics metrics = new PolicyMetrics();
    private double referenceKl;
    private double onPolicyEntropy;
    private double offPolicyEntropy;
    private double onPolicyProbability;
    private double offPolicyProbability;
    private long onPolicyTokens;
    private long offPolicyTokens;

    /** Nothing yet; a {@link PolicyLoss} is asked for its own metrics. */
    StepStatistics(Loss loss) {
        this.loss = loss;
    }

    /** Adds a micro-batch; one without the labels of {@link BatchLayout} adds nothing. */
    void add(NDList labels, NDList predictions) {
        if (BatchLayout.find(labels, BatchLayout.MASK) == null) {
            return;
        }
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TokenScores scores = TokenScores.of(labels, predictions);
            long before = tokens();
            addTokens(labels, scores);
            if (loss instanceof PolicyLoss policyLoss) {
                PolicyUpdate.Evaluation measured = policyLoss.measure(labels, scores);
                metrics = metrics.plus(measured.policy().metrics());
                referenceKl += measured.meanKl() * (tokens() - before);
            }
        }
    }

    private void addTokens(NDList labels, TokenScores scores) {
        float[] mask = BatchLayout.require(labels, BatchLayout.MASK).toFloatArray();
        float[] offPolicy = BatchLayout.require(labels, BatchLayout.OFF_POLICY).toFloatArray();
        float[] logProbs = scores.logProbs().toFloatArray();
        float[] entropies = scores.entropy().toFloatArray();
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] == 0) {
                continue;
            }
            if (offPolicy[i] != 0) {
                offPolicyTokens++;
                offPolicyProbability += Math.exp(logProbs[i]);
                offPolicyEntropy += entropies[i];
            } else {
                onPolicyTokens++;
                onPolicyProbability += Math.exp(logProbs[i]);
                onPolicyEntropy += entropies[i];
            }
        }
    }

    /** What the loss measured; nothing unless it is a {@link PolicyLoss}. */
    PolicyMetrics metrics() {
        return metrics;
    }

    double entropy() {
        return onPolicyEntropy / onPolicyTokens;
    }

    double onPolicyProbability() {
        return onPolicyProbability / onPolicyTokens;
    }

    double offPolicyProbability() {
        return offPolicyProbability / offPolicyTokens;
    }

    /** Mean divergence from the reference policy; NaN if the loss has no such term. */
    double referenceKl() {
        boolean active = loss instanceof PolicyLoss policyLoss && policyLoss.update().kl().active();
        return active ? referenceKl / tokens() : Double.NaN;
    }

    /** The coefficient at the mini-batch's mean entropy; NaN if the loss has no entropy bonus. */
    double entropyCoefficient() {
        EntropyCoefficient coefficient = coefficient();
        return coefficient.active() && tokens() > 0
                ? coefficient.value(bonusEntropy())
                : Double.NaN;
    }

    /** Trains the coefficient, if it is one that is trained, by the mini-batch's mean entropy. */
    void trainEntropyCoefficient() {
        if (coefficient() instanceof AdaptiveEntropyCoefficient adaptive && tokens() > 0) {
            adaptive.step(adaptive.derivative(bonusEntropy()));
        }
    }

    private EntropyCoefficient coefficient() {
        return loss instanceof PolicyLoss policyLoss
                ? policyLoss.update().entropy()
                : EntropyCoefficient.none();
    }

    /** The bonus counts demonstrations in (SPEC 2.8). */
    private double bonusEntropy() {
        return (onPolicyEntropy + offPolicyEntropy) / tokens();
    }

    private long tokens() {
        return onPolicyTokens + offPolicyTokens;
    }
}
