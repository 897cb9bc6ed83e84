package io.github.luffyrl.core.prefix;

import java.util.Arrays;

/**
 * The token ids of a demonstration, made ready to be cut.
 *
 * @param tokens token ids with the end-of-sequence token
 * @param cuts where it may be cut; at its very start and end always
 */
public record DemonstrationTokens(int[] tokens, CutPoints cuts) {

    /** Copies the tokens. */
    public DemonstrationTokens {
        tokens = tokens.clone();
    }

    /**
     * Creates a demonstration that may be cut between any two tokens.
     *
     * @param tokens token ids with the end-of-sequence token
     */
    public DemonstrationTokens(int[] tokens) {
        this(tokens, new CutPoints.Anywhere());
    }

    @Override
    public int[] tokens() {
        return tokens.clone();
    }

    /**
     * Returns the number of tokens.
     *
     * @return the length, 0 or more
     */
    public int length() {
        return tokens.length;
    }

    /**
     * Cuts a prefix: the first {@code floor(ratio * length)} tokens, or fewer if there is no cut
     * point.
     *
     * <p>A prefix that is {@link PrefixUse#CONTEXT} is an unfinished turn: even at ratio 1 it lacks
     * the end-of-sequence token, so that at least that is left to be written.
     *
     * @param ratio in [0, 1]
     * @param index which of the problem's demonstrations this is, counted from 0
     * @param use what the prefix is to the training
     * @return the prefix; without tokens for an empty demonstration
     */
    public Prefix prefix(double ratio, int index, PrefixUse use) {
        int length = (int) (ratio * tokens.length);
        if (use == PrefixUse.CONTEXT) {
            length = Math.min(length, Math.max(0, tokens.length - 1));
        }
        int cut = length == tokens.length ? length : cuts.atOrBefore(length);
        return new Prefix(Arrays.copyOf(tokens, cut), ratio, index, use);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DemonstrationTokens that
                && Arrays.equals(tokens, that.tokens)
                && cuts.equals(that.cuts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + cuts.hashCode();
    }

    @Override
    public String toString() {
        return "DemonstrationTokens" + Arrays.toString(tokens) + ", cut " + cuts;
    }

    /**
     * Appends the end-of-sequence token unless it is there already.
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
