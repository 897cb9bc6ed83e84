package io.github.luffyrl.djl.trainer;

/**
 * One optimiser step.
 *
 * @param step counts from 1
 * @param outcome what became of it
 * @param loss of the mini-batch, 0 if no row has an advantage
 * @param gradientNorm global norm before clipping, 0 without gradient
 * @param entropy mean entropy of the policy at its response tokens, demonstrations left out, in
 *     nats; NaN without such tokens
 * @param onPolicyProbability mean probability of the tokens it sampled
 * @param offPolicyProbability mean probability of demonstration tokens; NaN without such tokens
 * @param seconds time for forward, backward and update
 */
public record StepReport(
        long step,
        Outcome outcome,
        double loss,
        double gradientNorm,
        double entropy,
        double onPolicyProbability,
        double offPolicyProbability,
        double seconds) {

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
