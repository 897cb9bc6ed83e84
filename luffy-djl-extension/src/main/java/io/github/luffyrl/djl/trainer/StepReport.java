package io.github.luffyrl.djl.trainer;

import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.core.objective.PolicyMetrics;
import java.util.Map;

/**
 * One optimiser step. Means are over the tokens of all its micro-batches; a number without a
 * meaning in the step is NaN.
 *
 * @param step counts from 1
 * @param outcome what became of it
 * @param notFinite how many steps of the run were {@link Outcome#NOT_FINITE} so far
 * @param loss of the mini-batch, 0 if no row has an advantage
 * @param gradientNorm global norm before clipping, 0 without gradient
 * @param learningRate of the update; NaN without one, or if the optimizer is not our {@code AdamW}
 * @param entropy mean entropy of the policy at its response tokens, demonstrations left out, in
 *     nats; NaN without such tokens
 * @param onPolicyProbability mean probability of the tokens it sampled
 * @param offPolicyProbability mean probability of demonstration tokens; NaN without such tokens
 * @param entropyCoefficient in effect in this step; NaN without an entropy bonus
 * @param referenceKl mean divergence from the reference policy, in nats; NaN without a KL term
 * @param metrics what the loss measured; nothing unless it is a {@code PolicyLoss}
 * @param seconds time for forward and backward, and for the update
 */
public record StepReport(
        long step,
        Outcome outcome,
        long notFinite,
        double loss,
        double gradientNorm,
        double learningRate,
        double entropy,
        double onPolicyProbability,
        double offPolicyProbability,
        double entropyCoefficient,
        double referenceKl,
        PolicyMetrics metrics,
        Map<StepPhase, Double> seconds) {

    /** What became of a step. */
    public enum Outcome {
        /** The weights were updated. */
        UPDATED,
        /** No row had an advantage, so there was no gradient and nothing was done. */
        NO_SIGNAL,
        /** Loss or gradient was NaN or infinite; the gradient was thrown away. */
        NOT_FINITE
    }
}
