package io.github.luffyrl.core.prefix;

import java.util.Arrays;

/** The token ids of a demonstration, made ready to be cut (SPEC 3.1). */
public final class DemonstrationTokens {

    private DemonstrationTokens() {}

    /**
     * Appends the end-of-sequence token unless it is there already (SPEC Q17).
     *
     * @param tokens token ids without padding
     * @param endToken the end-of-sequence token
     * @return the tokens with their end; empty if there are none
     */
    public static int[] ended(int[] tokens, int endToken) {
        if (tokens.length == 0 || tokens[tokens.length - 1] == endToken) {
            return tokens.clone();
        }
        int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
        ended[tokens.length] = endToken;
        return ended;
    }

    /**
     * Removes padding on the right.
     *
     * @param tokens token ids
     * @param padToken the padding token
     * @return the tokens up to the last that is not padding
     */
    public static int[] unpadded(int[] tokens, int padToken) {
        int length = tokens.length;
        while (length > 0 && tokens[length - 1] == padToken) {
            length--;
        }
        return Arrays.copyOf(tokens, length);
    }
}
