package io.github.luffyrl.djl.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
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
     * Label: the counts of the whole mini-batch by kind of row {@code [2, 3]}, int64: tokens, rows
     * and rows with a token, those included that are left out for their zero advantage; first of
     * rows without a demonstration token, then of rows with one.
     */
    public static final String COUNTS_BY_GUIDANCE = "countsByGuidance";

    /**
     * Label, optional: number of rows of the whole mini-batch that were left out because they have
     * no advantage {@code [1]}, int64. A loss that learns from such rows refuses the batch.
     */
    public static final String ROWS_LEFT_OUT = "rowsLeftOut";

    /**
     * Label, optional: number of this micro-batch, from 0, and count of all micro-batches of the
     * mini-batch {@code [2]}, int64. Without it, a batch counts as a whole mini-batch.
     */
    public static final String MICRO_BATCH = "microBatch";

    /**
     * Label, optional: all rows that were made for this mini-batch, those that are not trained on
     * included, none if it is a further one of an earlier rollout {@code [N, 4]}, float32: reward,
     * 1 if the problem is solved or else 0, response tokens, and how many of these were copied from
     * a demonstration. It is for evaluators.
     */
    public static final String ROWS = "rows";

    /**
     * Label, optional: probability (no logarithm) of off-policy targets under the demonstrator
     * {@code [B, T]}, float32; anything elsewhere. 1 for a demonstration whose probabilities are
     * unknown, so that {@code BehaviourPolicy.GIVEN} weighs its tokens by {@code e^l / (1 + 1e-6)}.
     * A {@code RolloutDataset} has the label if any of its demonstrations has probabilities.
     */
    public static final String BEHAVIOUR_PROBS = "behaviourProbs";

    /**
     * Label, optional: log-probability of on-policy targets under the sampler {@code [B, T]},
     * float32, where it differs from {@link #OLD_LOG_PROBS}.
     */
    public static final String ROLLOUT_LOG_PROBS = "rolloutLogProbs";

    /** Label, optional: log-probability under the reference policy {@code [B, T]}, float32. */
    public static final String REFERENCE_LOG_PROBS = "referenceLogProbs";

    /** Label of value losses: value predicted at the start of the step {@code [B, T]}, float32. */
    public static final String OLD_VALUES = "oldValues";

    /** Label of value losses: return {@code [B, T]}, float32. */
    public static final String RETURNS = "returns";

    /** Label of process rewards: 1 in the rows of right responses {@code [B, T]}, float32. */
    public static final String CORRECT = "correct";

    /** Label: the rollouts' temperature {@code [1]}, float32: logits are divided by it. */
    public static final String TEMPERATURE = "temperature";

    /** Prediction: logits {@code [B, T, V]}. */
    public static final String LOGITS = "logits";

    /** Prediction: log-probability of each target {@code [B, T]}; anything outside the mask. */
    public static final String LOG_PROBS = "logProbs";

    /** Prediction of value functions: value of each position {@code [B, T]}. */
    public static final String VALUES = "values";

    /**
     * Prediction: entropy of each predicted distribution in nats {@code [B, T]}, without gradient
     * unless the model is configured to train it; anything outside the mask.
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
     * Returns the name of the label that an objective reads.
     *
     * @param extra what only some objectives read, not {@link Extra#ENTROPIES}, which is a
     *     prediction
     */
    public static String nameOf(Extra extra) {
        return switch (extra) {
            case BEHAVIOUR_PROBS -> BEHAVIOUR_PROBS;
            case ROLLOUT_LOG_PROBS -> ROLLOUT_LOG_PROBS;
            case REFERENCE_LOG_PROBS -> REFERENCE_LOG_PROBS;
            case OLD_VALUES -> OLD_VALUES;
            case RETURNS -> RETURNS;
            case CORRECT -> CORRECT;
            case ENTROPIES ->
                    throw new IllegalArgumentException("entropies are predicted, not labels");
        };
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
