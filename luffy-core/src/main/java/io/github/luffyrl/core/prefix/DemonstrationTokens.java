package io.github.luffyrl.core.prefix;

import io.github.luffyrl.core.problem.Tokens;
import java.util.Arrays;

/**
 * The token ids of a demonstration, made ready to be cut.
 *
 * @param tokens token ids with the end-of-sequence token
 * @param cuts where it may be cut; at its very start and end always
 */
public record DemonstrationTokens(Tokens tokens, CutPoints cuts) {

    /**
     * Creates a demonstration that may be cut between any two tokens.
     *
     * @param tokens token ids with the end-of-sequence token
     */
    public DemonstrationTokens(int[] tokens) {
        this(Tokens.of(tokens), new CutPoints.Anywhere());
    }

    /**
     * Returns the number of tokens.
     *
     * @return the length, 0 or more
     */
    public int length() {
        return tokens.length();
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
        int length = (int) (ratio * tokens.length());
        if (use == PrefixUse.CONTEXT) {
            length = Math.min(length, Math.max(0, tokens.length() - 1));
        }
        int cut = length == tokens.length() ? length : cuts.atOrBefore(length);
        return new Prefix(tokens.first(cut), ratio, index, use);
    }

    @Override
    public String toString() {
        return "DemonstrationTokens" + tokens + ", cut " + cuts;
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
