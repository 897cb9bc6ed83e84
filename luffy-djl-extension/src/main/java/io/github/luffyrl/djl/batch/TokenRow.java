package io.github.luffyrl.djl.batch;

import java.util.Arrays;
import java.util.Map;

/**
 * One row of a batch before padding: a prompt and a response, each array as long as both together.
 *
 * @param tokens token ids, at least two
 * @param trained whether the token carries loss; never the first, which nothing predicts
 * @param offPolicy whether it was copied from a demonstration
 * @param advantages its advantage
 * @param oldLogProbs its log-probability under the policy that sampled it
 * @param extras optional labels of {@link BatchLayout}, such as {@link
 *     BatchLayout#BEHAVIOUR_PROBS}, by their name; all rows of a batch have the same
 */
public record TokenRow(
        int[] tokens,
        boolean[] trained,
        boolean[] offPolicy,
        float[] advantages,
        float[] oldLogProbs,
        Map<String, float[]> extras) {

    /** Checks the lengths. */
    public TokenRow {
        extras = Map.copyOf(extras);
        int length = tokens.length;
        if (length < 2
                || trained.length != length
                || offPolicy.length != length
                || advantages.length != length
                || oldLogProbs.length != length) {
            throw new IllegalArgumentException(
                    "a row needs at least two tokens and arrays of equal length, got "
                            + length
                            + ", "
                            + trained.length
                            + ", "
                            + offPolicy.length
                            + ", "
                            + advantages.length
                            + ", "
                            + oldLogProbs.length);
        }
        extras.forEach(
                (name, values) -> {
                    if (values.length != length) {
                        throw new IllegalArgumentException(
                                name
                                        + " has "
                                        + values.length
                                        + " numbers for "
                                        + length
                                        + " tokens");
                    }
                });
    }

    /**
     * A row without optional labels.
     *
     * @param tokens see the record
     * @param trained see the record
     * @param offPolicy see the record
     * @param advantages see the record
     * @param oldLogProbs see the record
     */
    public TokenRow(
            int[] tokens,
            boolean[] trained,
            boolean[] offPolicy,
            float[] advantages,
            float[] oldLogProbs) {
        this(tokens, trained, offPolicy, advantages, oldLogProbs, Map.of());
    }

    /**
     * Returns a row for supervised learning.
     *
     * @param tokens token ids
     * @param trained which of them are learned
     * @return the row, off-policy throughout
     */
    public static TokenRow supervised(int[] tokens, boolean[] trained) {
        boolean[] offPolicy = new boolean[tokens.length];
        Arrays.fill(offPolicy, true);
        return new TokenRow(
                tokens, trained, offPolicy, new float[tokens.length], new float[tokens.length]);
    }

    /**
     * Returns the row's length.
     *
     * @return number of tokens
     */
    public int length() {
        return tokens.length;
    }
}
