package io.github.luffyrl.examples.digitmachine;

import java.util.random.RandomGenerator;

/**
 * Four digits, from left to right, each 0 to 9.
 *
 * @param a position 0
 * @param b position 1
 * @param c position 2
 * @param d position 3
 */
public record DigitState(int a, int b, int c, int d) {

    /** Rejects what is not a digit. */
    public DigitState {
        if (Math.min(Math.min(a, b), Math.min(c, d)) < 0
                || Math.max(Math.max(a, b), Math.max(c, d)) > 9) {
            throw new IllegalArgumentException(
                    "[" + a + ", " + b + ", " + c + ", " + d + "] are not four digits 0..9");
        }
    }

    /**
     * Returns a uniformly drawn state.
     *
     * @param random the generator
     * @return one of the 10,000 states
     */
    static DigitState random(RandomGenerator random) {
        return new DigitState(
                random.nextInt(10), random.nextInt(10), random.nextInt(10), random.nextInt(10));
    }

    /** Returns the four digits, such as {@code 0123}. */
    @Override
    public String toString() {
        return "" + a + b + c + d;
    }
}
