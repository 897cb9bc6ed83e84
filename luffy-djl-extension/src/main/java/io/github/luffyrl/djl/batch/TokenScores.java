package io.github.luffyrl.djl.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * How a model scores the targets of a batch.
 *
 * @param logProbs log-probability of each target, with gradient
 * @param entropy entropy of each predicted distribution in nats, without gradient unless asked for
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
    public static TokenScores of(NDArray logits, NDArray targets, double temperature) {
        return of(logits, targets, temperature, false);
    }

    /**
     * Scores targets by logits.
     *
     * @param logits {@code [..., V]}
     * @param targets token ids {@code [...]}, int64
     * @param temperature the logits are divided by it, above 0
     * @param trainEntropy whether the entropy has a gradient, which takes memory of the logits'
     *     size
     * @return scores {@code [...]}
     */
    public static TokenScores of(
            NDArray logits, NDArray targets, double temperature, boolean trainEntropy) {
        NDArray scaled =
                temperature == 1
                        ? logits
                        : logits.mul(NativeArrays.scalar(logits, 1.0 / temperature));
        NDArray logSoftmax = scaled.logSoftmax(-1); // [..., V]
        NDArray logProbs = logSoftmax.gather(targets.expandDims(-1), -1).squeeze(-1);
        return new TokenScores(
                logProbs, trainEntropy ? entropy(logSoftmax) : constantEntropy(logSoftmax));
    }

    private static NDArray entropy(NDArray logSoftmax) {
        return logSoftmax.exp().mul(logSoftmax).sum(new int[] {-1}).neg();
    }

    /** In place, to hold one array of the logits' size less. */
    private static NDArray constantEntropy(NDArray logSoftmax) {
        NDArray constant = logSoftmax.stopGradient();
        return constant.exp().muli(constant).sum(new int[] {-1}).negi();
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
        return of(labels, predictions, false);
    }

    /**
     * Reads the scores from what a model predicted, as {@link #of(NDList, NDList)}.
     *
     * @param labels the batch's labels
     * @param predictions the model's output
     * @param trainEntropy whether an entropy computed from logits has a gradient
     * @return scores {@code [B, T]}
     */
    public static TokenScores of(NDList labels, NDList predictions, boolean trainEntropy) {
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
        return of(logits, targets, temperature(labels), trainEntropy);
    }

    /**
     * Returns the temperature that the batch was sampled at.
     *
     * @param labels the batch's labels
     * @return {@link BatchLayout#TEMPERATURE}, or 1 if the labels do not say
     */
    public static double temperature(NDList labels) {
        NDArray temperature = BatchLayout.find(labels, BatchLayout.TEMPERATURE);
        return temperature == null ? 1 : NativeArrays.toDoubles(temperature)[0];
    }
}
