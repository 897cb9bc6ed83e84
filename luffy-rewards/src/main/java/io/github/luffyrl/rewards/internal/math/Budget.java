package io.github.luffyrl.rewards.internal.math;

/**
 * What one verdict may cost. Every loop and every recursion spends from it, so a verdict comes on
 * the caller's thread within a bounded time, without a timer. Serves one verdict on one thread.
 */
public final class Budget {

    /** Longest integer, in bits; 2000! has 19,000. */
    public static final int MAX_BITS = 40_000;

    /** Deepest nesting of an expression. */
    public static final int MAX_DEPTH = 120;

    private static final long STEPS = 6_000_000; // of about a nanosecond each
    private static final long CHECK_INTERRUPT_EVERY = 100_000;

    private long left = STEPS;
    private long nextCheck = STEPS - CHECK_INTERRUPT_EVERY;
    private int depth;

    /**
     * Spends steps.
     *
     * @param steps of about a nanosecond each
     * @throws BudgetExceededException if none are left, or the thread was interrupted
     */
    public void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new BudgetExceededException("it takes too long to compute");
        }
        if (left < nextCheck) {
            nextCheck = left - CHECK_INTERRUPT_EVERY;
            if (Thread.currentThread().isInterrupted()) {
                throw new BudgetExceededException("the thread was interrupted");
            }
        }
    }

    /**
     * Spends what arithmetic on an integer of this length costs.
     *
     * @param bits length of the result
     * @throws BudgetExceededException if it is longer than {@link #MAX_BITS}
     */
    public void spendBits(long bits) {
        if (bits > MAX_BITS) {
            throw new BudgetExceededException("a number is too long");
        }
        long words = bits / 32 + 1;
        spend(50 + words * words / 4);
    }

    /**
     * Spends what reducing a fraction of this length costs.
     *
     * @param bits length of numerator and denominator
     * @throws BudgetExceededException if it is longer than {@link #MAX_BITS}
     */
    void spendReduction(long bits) {
        spendBits(bits);
        long words = bits / 32 + 1;
        spend(4 * words * words);
    }

    /**
     * Goes one level down into an expression.
     *
     * @throws BudgetExceededException if it is nested deeper than {@link #MAX_DEPTH}
     */
    public void enter() {
        spend(20);
        if (++depth > MAX_DEPTH) {
            throw new BudgetExceededException("it is nested too deeply");
        }
    }

    /** Comes back up one level. */
    public void leave() {
        depth--;
    }
}
