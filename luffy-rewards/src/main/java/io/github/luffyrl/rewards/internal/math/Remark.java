package io.github.luffyrl.rewards.internal.math;

import java.util.List;

/**
 * What an answer says about its letters, such as {@code n \in \mathbb{Z}}, or what the letter of a
 * choice stands for.
 *
 * @param names the letters that it is about, in their order; empty for a choice
 * @param domain where they come from, such as {@code Z}, or the words of a choice; empty when any
 *     value will do
 */
public record Remark(List<String> names, String domain) {

    /** Copies the names. */
    public Remark {
        names = List.copyOf(names);
    }

    /**
     * Returns whether two remarks say the same, letters aside.
     *
     * @param other any
     * @return true when one takes its letters from where the other does
     */
    public boolean fits(Remark other) {
        boolean any = !names.isEmpty() && (domain.isEmpty() || other.domain.isEmpty());
        return names.size() == other.names.size() && (any || domain.equals(other.domain));
    }
}
