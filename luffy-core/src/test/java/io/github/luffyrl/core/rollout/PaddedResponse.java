package io.github.luffyrl.core.rollout;

/**
 * A response in a row of fixed width {@code L}, padded on the right (SPEC 3.3, 3.5). The arrays are
 * as long as the row and are not copied.
 *
 * @param tokens token ids
 * @param mask whether the token counts: up to and including the first end-of-sequence token
 * @param offPolicy whether the token was copied from a demonstration; it may lie outside the mask
 */
public record PaddedResponse(int[] tokens, boolean[] mask, boolean[] offPolicy) {

    /** Checks that the lengths agree. */
    public PaddedResponse {
        if (mask.length != tokens.length || offPolicy.length != tokens.length) {
            throw new IllegalArgumentException(
                    tokens.length
                            + " tokens with masks of "
                            + mask.length
                            + " and "
                            + offPolicy.length);
        }
    }

    /**
     * Returns the number of tokens that count.
     *
     * @return the response's length
     */
    public int length() {
        int length = 0;
        for (boolean counts : mask) {
            length += counts ? 1 : 0;
        }
        return length;
    }
}
