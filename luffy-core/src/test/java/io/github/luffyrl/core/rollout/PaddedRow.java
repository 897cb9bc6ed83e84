package io.github.luffyrl.core.rollout;

import java.util.Arrays;

/**
 * A prompt of {@code P} columns, padded on the left, and a response of {@code L} columns, padded on
 * the right (SPEC 3.1, 3.3). The arrays are not copied.
 *
 * @param prompt token ids {@code [P]}
 * @param promptMask whether the column holds a token of the prompt {@code [P]}
 * @param response the response {@code [L]}
 */
public record PaddedRow(int[] prompt, boolean[] promptMask, PaddedResponse response) {

    /** Checks that the lengths agree. */
    public PaddedRow {
        if (promptMask.length != prompt.length) {
            throw new IllegalArgumentException(
                    "a prompt of " + prompt.length + " with a mask of " + promptMask.length);
        }
    }

    /**
     * Pads a prompt and puts a response behind it.
     *
     * @param prompt token ids without padding
     * @param width {@code P}, at least the prompt's length
     * @param padToken the padding token
     * @param response the response
     * @return the row
     * @throws IllegalArgumentException if the prompt is longer than the width
     */
    public static PaddedRow of(int[] prompt, int width, int padToken, PaddedResponse response) {
        int padding = width - prompt.length;
        if (padding < 0) {
            throw new IllegalArgumentException(
                    "a prompt of " + prompt.length + " tokens does not fit " + width + " columns");
        }
        int[] padded = new int[width];
        Arrays.fill(padded, 0, padding, padToken);
        System.arraycopy(prompt, 0, padded, padding, prompt.length);
        boolean[] mask = new boolean[width];
        Arrays.fill(mask, padding, width, true);
        return new PaddedRow(padded, mask, response);
    }

    /**
     * Returns the prompt's and the response's tokens.
     *
     * @return token ids {@code [P + L]}
     */
    public int[] inputIds() {
        int[] tokens = response.tokens();
        int[] ids = Arrays.copyOf(prompt, prompt.length + tokens.length);
        System.arraycopy(tokens, 0, ids, prompt.length, tokens.length);
        return ids;
    }

    /**
     * Returns which tokens are seen by the others.
     *
     * @return the prompt's mask and the response's {@code [P + L]}
     */
    public boolean[] attentionMask() {
        boolean[] counts = response.mask();
        boolean[] mask = Arrays.copyOf(promptMask, prompt.length + counts.length);
        System.arraycopy(counts, 0, mask, prompt.length, counts.length);
        return mask;
    }

    /**
     * Returns the positions: 0 up to and including the first prompt token, then one more for each
     * column, the response's padding included.
     *
     * @return positions {@code [P + L]}
     */
    public int[] positionIds() {
        int[] positions = new int[prompt.length + response.tokens().length];
        int seen = 0;
        for (int column = 0; column < positions.length; column++) {
            seen += column >= prompt.length || promptMask[column] ? 1 : 0;
            positions[column] = Math.max(seen - 1, 0);
        }
        return positions;
    }
}
