package io.github.luffyrl.djl.layout;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a training batch, by name.
 *
 * <p>A row holds a prompt and its response; rows are padded on the right, so a causal model needs
 * no attention mask and any DJL language model can be trained. Column {@code t} of every array
 * belongs to the prediction of token {@code t + 1} from tokens {@code 0..t}; {@code B} is the
 * number of rows, {@code T} the longest row less one, {@code V} the vocabulary.
 */
public final class BatchLayout {

    /** Data: token ids {@code [B, T]}, int64. */
    public static final String INPUT_IDS = "inputIds";

    /** Label: the token to be predicted {@code [B, T]}, int64; 0 in padding. */
    public static final String TARGETS = "targets";

    /** Label: 1 where the target belongs to the response, else 0 {@code [B, T]}, float32. */
    public static final String MASK = "mask";

    /** Label: 1 where the target was copied from a demonstration {@code [B, T]}, float32. */
    public static final String OFF_POLICY = "offPolicy";

    /** Label: advantage of the target {@code [B, T]}, float32. */
    public static final String ADVANTAGES = "advantages";

    /**
     * Label: log-probability of the target under the policy that sampled it {@code [B, T]},
     * float32.
     */
    public static final String OLD_LOG_PROBS = "oldLogProbs";

    /**
     * Label: number of response tokens and of rows in the whole mini-batch, rows left out for their
     * zero advantage included {@code [2]}, int64.
     */
    public static final String COUNTS = "counts";

    /** Label: the rollouts' temperature {@code [1]}, float32: logits are divided by it. */
    public static final String TEMPERATURE = "temperature";

    /** Prediction: logits {@code [B, T, V]}. */
    public static final String LOGITS = "logits";

    /** Prediction: log-probability of each target {@code [B, T]}; anything outside the mask. */
    public static final String LOG_PROBS = "logProbs";

    /**
     * Prediction: entropy of each predicted distribution in nats {@code [B, T]}, without gradient;
     * anything outside the mask.
     */
    public static final String ENTROPY = "entropy";

    private BatchLayout() {}

    /**
     * Finds an array by name.
     *
     * @param list data, labels or predictions
     * @param name one of the names above
     * @return the array
     * @throws IllegalArgumentException if there is none, naming those that are there
     */
    public static NDArray require(NDList list, String name) {
        NDArray array = list.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    "no array named \""
                            + name
                            + "\" among "
                            + list.stream().map(a -> a.getName() + a.getShape()).toList()
                            + "; batches of a RolloutDataset have it");
        }
        return array;
    }

    /**
     * Finds an array by name.
     *
     * @param list data, labels or predictions
     * @param name one of the names above
     * @return the array, or null if there is none
     */
    public static @Nullable NDArray find(NDList list, String name) {
        return list.get(name);
    }

    /**
     * Names an array.
     *
     * @param name one of the names above
     * @param array the array
     * @return the same array
     */
    public static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }
}
