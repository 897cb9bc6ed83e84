package io.github.luffyrl.core.objective;

/**
 * The weight {@code s} of off-policy tokens: their loss is {@code -A * s}.
 *
 * @param shaping of the weight
 * @param behaviour what the weight is relative to
 * @param clip bounds of the shaped weight
 */
public record OffPolicyWeight(
        PolicyShaping shaping, BehaviourPolicy behaviour, OffPolicyClip clip) {

    /**
     * The weight of a token.
     *
     * @param value {@code s}
     * @param derivative {@code ds/dl}
     * @param atMax whether it is the upper bound
     * @param atMin whether it is the lower bound
     */
    record Weight(double value, double derivative, boolean atMax, boolean atMin) {}

    /** Weighs a token of the batch. */
    Weight of(TokenBatch batch, int row, int token) {
        double l = batch.logProbs()[row][token];
        double q = behaviour.logProb(batch, row, token);
        PolicyShaping effective = behaviour.effective(shaping);
        double weight = effective.weight(l, q);
        double capped = Math.min(weight, clip.max());
        double value = Math.max(capped, clip.min());
        boolean moved = weight > clip.max() || capped < clip.min();
        return new Weight(
                value,
                moved ? 0 : effective.weightDerivative(l, q),
                capped == clip.max(),
                value == clip.min());
    }
}
