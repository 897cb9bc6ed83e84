package io.github.luffyrl.core.prefix;

import java.util.Arrays;

/**
 * The leading tokens of a response that are copied from a demonstration instead of being sampled.
 *
 * @param tokens token ids, the end-of-sequence token included when the whole demonstration is
 *     copied; empty for a response that the policy writes alone
 */
public record Prefix(int[] tokens) {

    /** A response that the policy writes alone. */
    public static final Prefix NONE = new Prefix(new int[0]);

    /** Copies the array. */
    public Prefix {
        tokens = tokens.clone();
    }

    @Override
    public int[] tokens() {
        return tokens.clone();
    }

    /**
     * Returns the number of copied tokens.
     *
     * @return the length, 0 or more
     */
    public int length() {
        return tokens.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prefix that && Arrays.equals(tokens, that.tokens);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }

    @Override
    public String toString() {
        return "Prefix" + Arrays.toString(tokens);
    }
}
