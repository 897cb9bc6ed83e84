package io.github.luffyrl.djl.layout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * How a model scores the targets of a batch (SPEC 0).
 *
 * @param logProbs log-probability of each target, with gradient
 * @param entropy entropy of each predicted distribution in nats, without gradient
 */
public record TokenScores(NDArray logProbs, NDArray entropy) {

    /**
     * Scores targets by logits.
     *
     * @param logits {@code [..., V]}
     * @param targets token ids {@code [...]}, int64
     * @param temperature the logits are divided by it, above 0
     * @return scores {@code [...]}
     */
    public static TokenScores of(NDArray logits, NDArray targets, float temperature) {
        NDArray scaled =
                temperature == 1f
                        ? logits
                        : logits.mul(NativeArrays.scalar(logits.getManager(), 1 / temperature));
        NDArray logSoftmax = scaled.logSoftmax(-1); // [..., V]
        NDArray logProbs = logSoftmax.gather(targets.expandDims(-1), -1).squeeze(-1);
        NDArray constant = logSoftmax.stopGradient();
        NDArray entropy = constant.exp().muli(constant).sum(new int[] {-1}).negi();
        return new TokenScores(logProbs, entropy);
    }

    /**
     * Reads the scores from what a model predicted: {@link BatchLayout#LOG_PROBS} if it computed
     * them, else from its logits, which may be unnamed if they are its only output.
     *
     * @param labels the batch's labels
     * @param predictions the model's output
     * @return scores {@code [B, T]}
     */
    public static TokenScores of(NDList labels, NDList predictions) {
        NDArray logProbs = BatchLayout.find(predictions, BatchLayout.LOG_PROBS);
        if (logProbs != null) {
            return new TokenScores(logProbs, BatchLayout.require(predictions, BatchLayout.ENTROPY));
        }
        NDArray logits =
                predictions.size() == 1
                        ? predictions.head()
                        : BatchLayout.require(predictions, BatchLayout.LOGITS);
        NDArray targets = BatchLayout.require(labels, BatchLayout.TARGETS);
        if (logits.getShape().dimension() != 3
                || !logits.getShape().slice(0, 2).equals(targets.getShape())) {
            throw new IllegalArgumentException(
                    "the model's logits have shape "
                            + logits.getShape()
                            + ", but targets of shape "
                            + targets.getShape()
                            + " need logits (rows, tokens, vocabulary)");
        }
        return of(logits, targets, temperature(labels));
    }

    /**
     * Returns the temperature that the batch was sampled at.
     *
     * @param labels the batch's labels
     * @return {@link BatchLayout#TEMPERATURE}, or 1 if the labels do not say
     */
    public static float temperature(NDList labels) {
        NDArray temperature = BatchLayout.find(labels, BatchLayout.TEMPERATURE);
        return temperature == null ? 1f : temperature.getFloat(0);
    }
}
