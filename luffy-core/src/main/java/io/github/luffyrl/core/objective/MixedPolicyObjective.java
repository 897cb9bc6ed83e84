package io.github.luffyrl.core.objective;

/**
 * Mixed-policy GRPO (SPEC 2.1 - 2.3): on-policy tokens weighted by the clipped importance ratio,
 * off-policy tokens by their shaped probability, one advantage for both.
 *
 * <pre>{@code
 * MixedPolicyObjective luffy = new MixedPolicyObjective(
 *         PolicyShaping.rational(0.1), ClipRange.none(), LossNormalizer.tokenMean());
 * }</pre>
 *
 * <p>This is the specification in double arithmetic, with the gradient written out. Tokens of zero
 * advantage and tokens outside the mask contribute exactly 0, whatever their log-probabilities hold
 * (SPEC 2.9).
 *
 * @param shaping weight of off-policy tokens
 * @param clip range of the on-policy ratio
 * @param normalizer divisor of the sum over tokens
 */
public record MixedPolicyObjective(
        PolicyShaping shaping, ClipRange clip, LossNormalizer normalizer) {

    /**
     * The objective's value and gradient.
     *
     * @param loss to be minimised
     * @param gradient {@code [B][L]}: derivative of the loss with respect to each log-probability
     */
    public record Evaluation(double loss, double[][] gradient) {}

    /**
     * Evaluates a mini-batch.
     *
     * @param batch the tokens, {@code [B][L]}
     * @return loss and gradient; both 0 when no token is in the mask
     */
    public Evaluation evaluate(TokenBatch batch) {
        long tokens = 0;
        for (boolean[] row : batch.mask()) {
            for (boolean inResponse : row) {
                tokens += inResponse ? 1 : 0;
            }
        }
        int rows = batch.mask().length;
        double[][] gradient = new double[rows][];
        double sum = 0;
        double divisor = tokens == 0 ? 1 : normalizer.divisor(tokens, rows);
        for (int b = 0; b < rows; b++) {
            int length = batch.mask()[b].length;
            gradient[b] = new double[length];
            for (int t = 0; t < length; t++) {
                double advantage = batch.advantages()[b][t];
                if (!batch.mask()[b][t] || advantage == 0) {
                    continue;
                }
                double l = batch.logProbs()[b][t];
                if (batch.offPolicy()[b][t]) {
                    sum += -advantage * shaping.value(l);
                    gradient[b][t] = -advantage * shaping.derivative(l) / divisor;
                } else {
                    double ratio = Math.exp(l - batch.oldLogProbs()[b][t]);
                    double loss = -advantage * ratio;
                    double clipped = -advantage * clip.clamp(ratio);
                    sum += Math.max(loss, clipped);
                    gradient[b][t] = clipped > loss ? 0 : loss / divisor; // d ratio / dl = ratio
                }
            }
        }
        return new Evaluation(sum / divisor, gradient);
    }
}
