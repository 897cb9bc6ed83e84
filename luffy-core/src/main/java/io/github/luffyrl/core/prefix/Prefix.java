package io.github.luffyrl.core.prefix;

import java.util.Arrays;

/**
 * The leading tokens of a response that are copied from a demonstration instead of being sampled.
 *
 * @param tokens token ids, the end-of-sequence token included when the whole demonstration is
 *     copied; empty for a response that the policy writes alone
 * @param ratio the share of the demonstration that the schedule granted, in [0, 1], whether or not
 *     there was a demonstration to copy from; its mean over the rows is the average prefix ratio of
 *     a step (SPEC 3.7)
 */
public record Prefix(int[] tokens, double ratio) {

    /** A response that the policy writes alone. */
    public static final Prefix NONE = new Prefix(new int[0], 0);

    /** Copies the array and checks the ratio. */
    public Prefix {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("a prefix ratio is in [0, 1], got " + ratio);
        }
        tokens = tokens.clone();
    }

    /**
     * Creates a prefix that is a whole demonstration; without tokens it equals {@link #NONE}.
     *
     * @param tokens token ids
     */
    public Prefix(int[] tokens) {
        this(tokens, tokens.length == 0 ? 0 : 1);
    }

    /**
     * Returns the first {@code floor(ratio * length)} tokens of a demonstration (SPEC 3.2).
     *
     * @param demonstration token ids with the end-of-sequence token, which counts in the length
     * @param ratio in [0, 1]
     * @return the prefix; empty for an empty demonstration
     */
    public static Prefix of(int[] demonstration, double ratio) {
        return new Prefix(
                Arrays.copyOf(demonstration, (int) (ratio * demonstration.length)), ratio);
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
        return other instanceof Prefix that
                && Arrays.equals(tokens, that.tokens)
                && ratio == that.ratio;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + Double.hashCode(ratio);
    }

    @Override
    public String toString() {
        return "Prefix" + Arrays.toString(tokens) + " (" + ratio + ")";
    }
}
