package io.github.luffyrl.core.problem;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable sequence of token ids: a prompt, a demonstration, a response or a part of one. */
public final class Tokens implements Serializable {

    /** The empty sequence. */
    public static final Tokens NONE = new Tokens(new int[0]);

    private final int[] ids;

    private Tokens(int[] ids) {
        this.ids = ids;
    }

    /**
     * Copies token ids.
     *
     * @param ids any number of them
     */
    public static Tokens of(int... ids) {
        return ids.length == 0 ? NONE : new Tokens(ids.clone());
    }

    /** Returns the number of tokens. */
    public int length() {
        return ids.length;
    }

    /** Returns whether there is no token. */
    public boolean isEmpty() {
        return ids.length == 0;
    }

    /**
     * Returns a token.
     *
     * @param index from 0
     */
    public int get(int index) {
        return ids[index];
    }

    /**
     * Cuts out a part.
     *
     * @param from index of the first token
     * @param to index after the last token
     */
    public Tokens slice(int from, int to) {
        if (from < 0 || to < from || to > ids.length) {
            throw new IndexOutOfBoundsException(
                    "tokens " + from + " to " + to + " of " + ids.length);
        }
        return from == 0 && to == ids.length ? this : new Tokens(Arrays.copyOfRange(ids, from, to));
    }

    /**
     * Cuts off the beginning.
     *
     * @param count how many tokens, at most {@link #length}
     */
    public Tokens first(int count) {
        return slice(0, count);
    }

    /** Joins this sequence and the one that follows it. */
    public Tokens concat(Tokens next) {
        if (next.isEmpty()) {
            return this;
        }
        int[] joined = Arrays.copyOf(ids, ids.length + next.ids.length);
        System.arraycopy(next.ids, 0, joined, ids.length, next.ids.length);
        return new Tokens(joined);
    }

    /** Returns a copy of the ids. */
    public int[] toArray() {
        return ids.clone();
    }

    /** Returns the ids in order. */
    public IntStream stream() {
        return Arrays.stream(ids);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tokens that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
