package io.github.luffyrl.djl.layout;

import java.util.Arrays;

/**
 * One row of a batch before padding: a prompt and a response, each array as long as both together.
 *
 * @param tokens token ids, at least two
 * @param trained whether the token carries loss; never the first, which nothing predicts
 * @param offPolicy whether it was copied from a demonstration
 * @param advantages its advantage
 * @param oldLogProbs its log-probability under the policy that sampled it
 */
public record TokenRow(
        int[] tokens,
        boolean[] trained,
        boolean[] offPolicy,
        float[] advantages,
        float[] oldLogProbs) {

    /** Checks the lengths. */
    public TokenRow {
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
