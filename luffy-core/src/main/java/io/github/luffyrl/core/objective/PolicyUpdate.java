package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.objective.Accumulation.SumOfMicroBatches;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import java.util.List;

/**
 * Everything that a step of the policy minimises: {@code policy loss - c * entropy + beta *
 * KL(policy, reference) + delta * |KL(old policy, policy)|}. Entropy and both divergences are means
 * over all response tokens, demonstrations included.
 *
 * <p>A coefficient that depends on the entropy, and the absolute value, are taken of each
 * micro-batch: of all terms, these two alone depend on how a mini-batch is cut.
 *
 * @param policy the policy loss
 * @param entropy coefficient {@code c}
 * @param kl divergence from the reference and its coefficient {@code beta}
 * @param driftCoefficient {@code delta}, at least 0, of the mean of {@code old - l}
 */
public record PolicyUpdate(
        PolicyObjective policy, EntropyCoefficient entropy, KlTerm kl, double driftCoefficient) {

    /**
     * The share of a micro-batch.
     *
     * @param loss to be minimised
     * @param gradient {@code [B][L]}: derivative with respect to each log-probability
     * @param entropyGradient {@code [B][L]}: derivative with respect to each entropy
     * @param policy the policy loss, as normalised but not yet divided for accumulation
     * @param meanEntropy of the micro-batch's tokens; 0 without tokens or bonus
     * @param entropyCoefficient {@code c}
     * @param meanKl divergence from the reference, of the micro-batch's tokens; 0 without penalty
     * @param drift {@code |mean (old - l)|} of the micro-batch's reinforced tokens; 0 without
     *     penalty
     */
    public record Evaluation(
            double loss,
            double[][] gradient,
            double[][] entropyGradient,
            PolicyObjective.Evaluation policy,
            double meanEntropy,
            double entropyCoefficient,
            double meanKl,
            double drift) {}

    /** Rejects a negative coefficient. */
    public PolicyUpdate {
        if (!(driftCoefficient >= 0)) {
            throw new IllegalArgumentException(
                    "driftCoefficient = " + driftCoefficient + ": need at least 0");
        }
    }

    /**
     * A policy loss alone.
     *
     * @param policy the loss
     */
    public PolicyUpdate(PolicyObjective policy) {
        this(policy, EntropyCoefficient.none(), KlTerm.none(), 0);
    }

    /**
     * Returns whether rows whose advantages are all 0 are learned from too, so that none of them
     * may be left out of a batch.
     */
    public boolean learnsWithoutAdvantage() {
        return policy.learnsWithoutAdvantage()
                || entropy.active()
                || kl.active()
                || driftCoefficient > 0;
    }

    /**
     * Evaluates the micro-batches of one mini-batch.
     *
     * @param microBatches at least one
     * @param accumulation how they are put together
     * @return the share of each; losses and gradients add up
     */
    public List<Evaluation> evaluate(List<TokenBatch> microBatches, Accumulation accumulation) {
        if (accumulation instanceof SumOfMicroBatches sum) {
            double scale = 1.0 / sum.divisor();
            return microBatches.stream()
                    .map(part -> evaluate(part, policy.counts(part), BatchCounts.of(part), scale))
                    .toList();
        }
        BatchCounts learned =
                microBatches.stream()
                        .map(policy::counts)
                        .reduce(BatchCounts.ZERO, BatchCounts::plus);
        BatchCounts all =
                microBatches.stream()
                        .map(BatchCounts::of)
                        .reduce(BatchCounts.ZERO, BatchCounts::plus);
        return microBatches.stream().map(part -> evaluate(part, learned, all, 1)).toList();
    }

    /**
     * Evaluates one micro-batch of a mini-batch whose counts are known.
     *
     * @param part the micro-batch
     * @param whole counts of the mini-batch; tokens that the objective leaves out are counted in
     * @return its share
     */
    public Evaluation evaluate(TokenBatch part, BatchCounts whole) {
        return evaluate(part, whole, whole, 1);
    }

    private Evaluation evaluate(
            TokenBatch part, BatchCounts learned, BatchCounts all, double scale) {
        PolicyObjective.Evaluation policyLoss = policy.evaluate(part, learned);
        TokenSum h = entropy.active() ? entropies(part) : TokenSum.ZERO;
        TokenSum divergence = kl.active() ? divergence(part) : TokenSum.ZERO;
        TokenSum drift = driftCoefficient > 0 ? drift(policy.reinforced(part)) : TokenSum.ZERO;
        double c = h.tokens() == 0 ? 0 : entropy.value(h.mean());

        double[][] gradient = part.zeros();
        double[][] entropyGradient = part.zeros();
        double share = scale / Math.max(1, all.all().tokens());
        double driftShare = scale / Math.max(1, policy.reinforced(all).tokens());
        double loss = scale * policyLoss.loss();
        for (int b = 0; b < gradient.length; b++) {
            for (int t = 0; t < gradient[b].length; t++) {
                gradient[b][t] = scale * policyLoss.gradient()[b][t];
            }
        }
        loss += h.addTo(entropyGradient, -c * share);
        loss += divergence.addTo(gradient, kl.coefficient() * share);
        loss += drift.addTo(gradient, driftCoefficient * Math.signum(drift.sum()) * driftShare);
        return new Evaluation(
                loss,
                gradient,
                entropyGradient,
                policyLoss,
                h.mean(),
                c,
                divergence.mean(),
                Math.abs(drift.mean()));
    }

    private static TokenSum entropies(TokenBatch batch) {
        double[][] h = batch.require(Extra.ENTROPIES);
        return TokenSum.of(batch, (b, t) -> h[b][t], (b, t) -> 1);
    }

    private TokenSum divergence(TokenBatch batch) {
        double[][] l = batch.logProbs();
        double[][] old = batch.oldLogProbs();
        double[][] ref = batch.require(Extra.REFERENCE_LOG_PROBS);
        KlEstimator estimator = kl.estimator();
        return TokenSum.of(
                batch,
                (b, t) -> estimator.value(l[b][t] - ref[b][t], l[b][t] - old[b][t]),
                (b, t) -> estimator.derivative(l[b][t] - ref[b][t], l[b][t] - old[b][t]));
    }

    private static TokenSum drift(TokenBatch batch) {
        return TokenSum.of(
                batch, (b, t) -> batch.oldLogProbs()[b][t] - batch.logProbs()[b][t], (b, t) -> -1);
    }
}
