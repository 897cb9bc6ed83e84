package io.github.luffyrl.core.rollout;

import io.github.luffyrl.core.prefix.DemonstrationTokens;
import io.github.luffyrl.core.prefix.Prefix;
import java.util.Arrays;

/**
 * Lays prefix and generated text out in a row of fixed width (SPEC 3.3, 3.5).
 *
 * @param width {@code L}, the longest response, at least 1
 * @param padToken the padding token
 * @param endToken the end-of-sequence token; may be the same
 * @param maskRule what counts in a response without end
 */
public record ResponseLayout(int width, int padToken, int endToken, MaskRule maskRule) {

    /** What counts in a response without an end-of-sequence token (SPEC Q21). */
    public enum MaskRule {
        /** What was written. */
        REAL_TOKENS,
        /** The whole row, padding included, as in the reference. */
        REFERENCE
    }

    /** Rejects a row without columns. */
    public ResponseLayout {
        if (width < 1) {
            throw new IllegalArgumentException("width = " + width + ", need at least 1");
        }
    }

    /**
     * Creates a layout in which padding never counts.
     *
     * @param width {@code L}, the longest response, at least 1
     * @param padToken the padding token
     * @param endToken the end-of-sequence token; may be the same
     */
    public ResponseLayout(int width, int padToken, int endToken) {
        this(width, padToken, endToken, MaskRule.REAL_TOKENS);
    }

    /**
     * Returns whether nothing can follow a prefix: it ends the sequence or fills the row, so that
     * generating after it would be wasted (SPEC Q20).
     *
     * @param prefix the prefix
     * @return true if the response is the prefix, cut to the width
     */
    public boolean isComplete(Prefix prefix) {
        int[] tokens = prefix.tokens().toArray();
        return tokens.length >= width
                || (tokens.length > 0 && tokens[tokens.length - 1] == endToken);
    }

    /**
     * Puts the generated text behind the prefix, cuts both to the width and pads the rest. What
     * follows the first end-of-sequence token stays, outside the mask.
     *
     * @param prefix copied tokens
     * @param generated token ids written by the policy; padding at their end is dropped
     * @return the response
     * @throws IllegalArgumentException if no token of it counts
     */
    public PaddedResponse assemble(Prefix prefix, int[] generated) {
        int[] copied = prefix.tokens().toArray();
        int[] written = DemonstrationTokens.unpadded(generated, padToken);
        int copiedLength = Math.min(copied.length, width);
        int writtenLength = Math.min(written.length, width - copiedLength);
        int[] tokens = new int[width];
        Arrays.fill(tokens, padToken);
        System.arraycopy(copied, 0, tokens, 0, copiedLength);
        System.arraycopy(written, 0, tokens, copiedLength, writtenLength);
        boolean[] offPolicy = new boolean[width];
        Arrays.fill(offPolicy, 0, copiedLength, true);
        // An end token that is also the padding token was dropped with the padding.
        int droppedEnd = padToken == endToken && written.length < generated.length ? 1 : 0;
        boolean[] mask = mask(tokens, copiedLength + writtenLength + droppedEnd);
        if (!mask[0]) {
            throw new IllegalArgumentException("a response needs at least one token");
        }
        return new PaddedResponse(tokens, mask, offPolicy);
    }

    /**
     * Marks the tokens that count: up to and including the first end-of-sequence token.
     *
     * @param tokens a padded response
     * @param written how many of them are not padding; ignored by {@link MaskRule#REFERENCE}
     * @return one mark per token
     */
    public boolean[] mask(int[] tokens, int written) {
        int limit =
                switch (maskRule) {
                    case REAL_TOKENS -> Math.min(written, tokens.length);
                    case REFERENCE -> tokens.length;
                };
        boolean[] mask = new boolean[tokens.length];
        Arrays.fill(mask, 0, Math.min(limit, firstEnd(tokens) + 1), true);
        return mask;
    }

    /**
     * Returns whether a response ran into the length limit: it fills the row and has no end
     * anywhere (SPEC 3.8).
     *
     * @param tokens a padded response
     * @return true if it was cut off
     */
    public boolean isTruncated(int[] tokens) {
        long real = Arrays.stream(tokens).filter(token -> token != padToken).count();
        return real >= width && firstEnd(tokens) >= tokens.length;
    }

    private int firstEnd(int[] tokens) {
        int t = 0;
        while (t < tokens.length && tokens[t] != endToken) {
            t++;
        }
        return t;
    }
}
