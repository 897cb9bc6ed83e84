package io.github.luffyrl.core.prefix;

import io.github.luffyrl.core.problem.Tokens;
import java.io.Serializable;
import java.util.Locale;

/**
 * The leading tokens of a response that are copied from a demonstration instead of being sampled.
 *
 * @param tokens token ids, the end-of-sequence token included when the whole demonstration is
 *     copied; empty for a response that the policy writes alone
 * @param ratio the share of the demonstration that the schedule granted, in [0, 1], whether or not
 *     there was a demonstration to copy from; its mean over the rows is the average prefix ratio of
 *     a step
 * @param demonstration which of the problem's demonstrations is copied, counted from 0; means
 *     nothing when there are no tokens
 * @param use what the tokens are to the training
 */
public record Prefix(Tokens tokens, double ratio, int demonstration, PrefixUse use)
        implements Serializable {

    /** A response that the policy writes alone. */
    public static final Prefix NONE = new Prefix(Tokens.NONE, 0, 0, PrefixUse.TRAINED);

    /** Checks the ranges. */
    public Prefix {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("a prefix ratio is in [0, 1], got " + ratio);
        }
        if (demonstration < 0) {
            throw new IllegalArgumentException(
                    "demonstration = " + demonstration + ": they are counted from 0");
        }
    }

    /**
     * Creates a prefix that is trained.
     *
     * @param tokens see the record
     * @param ratio see the record
     * @param demonstration see the record
     */
    public Prefix(int[] tokens, double ratio, int demonstration) {
        this(Tokens.of(tokens), ratio, demonstration, PrefixUse.TRAINED);
    }

    /**
     * Creates a trained prefix of the problem's first demonstration.
     *
     * @param tokens see the record
     * @param ratio see the record
     */
    public Prefix(int[] tokens, double ratio) {
        this(tokens, ratio, 0);
    }

    /**
     * Creates a trained prefix that is the whole first demonstration; without tokens it equals
     * {@link #NONE}.
     *
     * @param tokens token ids
     */
    public Prefix(int[] tokens) {
        this(tokens, tokens.length == 0 ? 0 : 1);
    }

    /**
     * Returns the number of copied tokens.
     *
     * @return the length, 0 or more
     */
    public int length() {
        return tokens.length();
    }

    @Override
    public String toString() {
        return "Prefix"
                + tokens
                + " ("
                + ratio
                + " of demonstration "
                + demonstration
                + ", "
                + use.name().toLowerCase(Locale.ROOT)
                + ")";
    }
}
