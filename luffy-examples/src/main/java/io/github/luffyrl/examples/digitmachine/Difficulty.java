package io.github.luffyrl.examples.digitmachine;

import java.util.Locale;

/** How many operations a problem chains. */
public enum Difficulty {
    /** 1 to 3 operations: the base model solves these. */
    EASY(1, 3),
    /** 7 or 8 operations: the base model solves next to none. */
    HARD(7, 8),
    /** 9 or 10 operations: never trained on. */
    LONGER(9, 10);

    private final int minOperations;
    private final int maxOperations;

    Difficulty(int minOperations, int maxOperations) {
        this.minOperations = minOperations;
        this.maxOperations = maxOperations;
    }

    /**
     * Returns the shortest chain.
     *
     * @return operations, at least 1
     */
    public int minOperations() {
        return minOperations;
    }

    /**
     * Returns the longest chain.
     *
     * @return operations, at most 12
     */
    public int maxOperations() {
        return maxOperations;
    }

    /**
     * Returns the source that problems of this difficulty carry.
     *
     * @return {@code easy}, {@code hard} or {@code longer}
     */
    public String source() {
        return name().toLowerCase(Locale.ROOT);
    }
}
