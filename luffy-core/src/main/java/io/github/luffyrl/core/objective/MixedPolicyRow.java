package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.objective.OffPolicyWeight.Weight;
import io.github.luffyrl.core.objective.OnPolicyRatio.Level;
import io.github.luffyrl.core.objective.OnPolicyRatio.Term;

/** One row of a {@link MixedPolicyObjective}. */
final class MixedPolicyRow {

    private final MixedPolicyObjective objective;
    private final TokenBatch batch;
    private final int row;
    private final double[] gradient;
    private final MixedPolicyMeter meter;
    private final int onPolicyTokens;
    private final double meanLogProb;
    private final double meanOldLogProb;

    private double loss;
    private double viaSequence;

    MixedPolicyRow(
            MixedPolicyObjective objective,
            TokenBatch batch,
            int row,
            double[] gradient,
            PolicyMetrics metrics) {
        this.objective = objective;
        this.batch = batch;
        this.row = row;
        this.gradient = gradient;
        this.meter = new MixedPolicyMeter(objective, metrics);
        int count = 0;
        double sum = 0;
        double oldSum = 0;
        for (int t = 0; t < gradient.length; t++) {
            if (onPolicy(t)) {
                count++;
                sum += batch.logProbs()[row][t];
                oldSum += batch.oldLogProbs()[row][t];
            }
        }
        onPolicyTokens = count;
        meanLogProb = sum / count;
        meanOldLogProb = oldSum / count;
    }

    /** Adds the row to the gradient and returns its loss, given the weight of each token. */
    double evaluate(double weight) {
        for (int t = 0; t < gradient.length; t++) {
            double w = objective.keeps(batch, row, t) ? weight : 0;
            if (onPolicy(t)) {
                addOnPolicy(t, tooFar(t) ? 0 : w);
            } else if (batch.mask()[row][t]) {
                addOffPolicy(t, w);
            }
        }
        for (int t = 0; viaSequence != 0 && t < gradient.length; t++) {
            gradient[t] += onPolicy(t) ? viaSequence / onPolicyTokens : 0;
        }
        meter.endRow();
        return loss;
    }

    private void addOffPolicy(int t, double w) {
        double advantage = batch.advantages()[row][t];
        double logProb = batch.logProbs()[row][t];
        Weight weight = objective.offPolicy().of(batch, row, t);
        double tokenLoss = product(-advantage, weight.value());
        loss += product(w, tokenLoss);
        gradient[t] += product(w, product(-advantage, weight.derivative()));
        Term asOnPolicy =
                objective.onPolicy().of(advantage, logProb, logProb, batch.oldLogProbs()[row][t]);
        meter.offPolicy(logProb, weight, tokenLoss);
        meter.any(logProb, batch.oldLogProbs()[row][t], asOnPolicy.clipped());
    }

    private void addOnPolicy(int t, double w) {
        double logProb = batch.logProbs()[row][t];
        double old = batch.oldLogProbs()[row][t];
        boolean sequence = objective.onPolicy().level() == Level.SEQUENCE;
        Term term =
                objective
                        .onPolicy()
                        .of(
                                batch.advantages()[row][t],
                                logProb,
                                sequence ? meanLogProb : logProb,
                                sequence ? meanOldLogProb : old);
        double factor = correction(t, old);
        double scale = w * factor;
        loss += product(scale, term.loss());
        gradient[t] += product(scale, term.viaToken());
        if (sequence) {
            viaSequence += product(scale, term.viaRatio());
        } else {
            gradient[t] += product(scale, term.viaRatio());
        }
        meter.onPolicy(old, logProb, term, product(factor, term.loss()));
        meter.any(logProb, old, term.clipped());
    }

    private double correction(int t, double old) {
        if (objective.correction() instanceof ImportanceCorrection.None) {
            return 1;
        }
        double[][] rollout = batch.require(TokenBatch.Extra.ROLLOUT_LOG_PROBS);
        return objective.correction().factor(old, rollout[row][t]);
    }

    /** Whether the policy has left a response behind that it should not have written anyway. */
    private boolean tooFar(int t) {
        return batch.advantages()[row][t] < 0
                && meanOldLogProb - meanLogProb > objective.maxDivergence();
    }

    private boolean onPolicy(int t) {
        return batch.mask()[row][t] && !batch.offPolicy()[row][t];
    }

    /** A factor of zero wins against infinity and NaN. */
    private static double product(double a, double b) {
        return a == 0 || b == 0 ? 0 : a * b;
    }
}
