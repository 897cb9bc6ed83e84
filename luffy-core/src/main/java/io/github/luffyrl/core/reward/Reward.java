package io.github.luffyrl.core.reward;

/**
 * What a completion is worth.
 *
 * @param value the number that is optimised; finite
 * @param solved whether the answer is right, for solve rates
 */
public record Reward(double value, boolean solved) {

    /** The usual reward of a wrong answer. */
    public static final Reward WRONG = new Reward(0, false);

    /** The usual reward of a right answer. */
    public static final Reward RIGHT = new Reward(1, true);

    /** Rejects NaN and infinities, which would poison the whole group (SPEC Q34). */
    public Reward {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a reward must be finite, got " + value);
        }
    }

    /**
     * Returns 1 for a right answer and 0 for a wrong one.
     *
     * @param solved whether the answer is right
     * @return the reward
     */
    public static Reward of(boolean solved) {
        return solved ? RIGHT : WRONG;
    }
}
