package io.github.luffyrl.core.objective;

/**
 * The clipped squared error of a value function: half of {@code max((v - G)^2, (clamp(v, V - clip,
 * V + clip) - G)^2)}.
 *
 * @param clip how far the value may move from the old one, at least 0; infinite for no clipping
 * @param normalizer how the tokens are summed up: token mean in verl, row mean in
 *     Open-Reasoner-Zero
 */
public record ValueObjective(double clip, LossNormalizer normalizer) {

    /**
     * The loss, its gradient, and how often it was clipped.
     *
     * @param loss to be minimised, 0 without tokens
     * @param gradient {@code [B][L]}: derivative with respect to each value
     * @param clipFraction share of tokens whose clipped error is the larger; NaN without tokens
     */
    public record Evaluation(double loss, double[][] gradient, double clipFraction) {}

    /** Rejects a negative clip. */
    public ValueObjective {
        if (!(clip >= 0)) {
            throw new IllegalArgumentException("clip = " + clip + ": need at least 0");
        }
    }

    /**
     * Evaluates a whole mini-batch, as {@link #evaluate(double[][], double[][], double[][],
     * boolean[][], RowCounts)}.
     *
     * @param values {@code v}: predicted by the value function being trained
     * @param oldValues {@code V}: predicted at the start of the step
     * @param returns {@code G}
     * @param mask whether the token belongs to the response
     * @return loss and gradient
     */
    public Evaluation evaluate(
            double[][] values, double[][] oldValues, double[][] returns, boolean[][] mask) {
        RowCounts counts = RowCounts.ZERO;
        for (boolean[] row : mask) {
            counts = counts.plusRow(TokenBatch.count(row));
        }
        return evaluate(values, oldValues, returns, mask, counts);
    }

    /**
     * Evaluates a micro-batch; losses and gradients of a mini-batch's micro-batches add up. All
     * arrays are {@code [B][L]}; outside the mask they may hold anything.
     *
     * @param values {@code v}: predicted by the value function being trained
     * @param oldValues {@code V}: predicted at the start of the step
     * @param returns {@code G}
     * @param mask whether the token belongs to the response
     * @param whole counts of the mini-batch
     * @return loss and gradient
     */
    public Evaluation evaluate(
            double[][] values,
            double[][] oldValues,
            double[][] returns,
            boolean[][] mask,
            RowCounts whole) {
        double[][] gradient = new double[mask.length][];
        double loss = 0;
        long tokens = 0;
        long clippedTokens = 0;
        for (int b = 0; b < mask.length; b++) {
            gradient[b] = new double[mask[b].length];
            long rowTokens = TokenBatch.count(mask[b]);
            tokens += rowTokens;
            double weight = normalizer.weight(rowTokens, whole);
            for (int t = 0; t < mask[b].length; t++) {
                if (!mask[b][t]) {
                    continue;
                }
                double low = oldValues[b][t] - clip;
                double high = oldValues[b][t] + clip;
                double error = values[b][t] - returns[b][t];
                double clipped = Math.min(Math.max(values[b][t], low), high) - returns[b][t];
                boolean inside = low <= values[b][t] && values[b][t] <= high;
                double free = error * error;
                double bound = clipped * clipped;
                clippedTokens += bound > free ? 1 : 0;
                loss += 0.5 * weight * Math.max(free, bound);
                double slope = inside ? clipped : 0;
                gradient[b][t] =
                        weight
                                * (free > bound
                                        ? error
                                        : bound > free ? slope : (error + slope) / 2);
            }
        }
        return new Evaluation(loss, gradient, (double) clippedTokens / tokens);
    }
}
