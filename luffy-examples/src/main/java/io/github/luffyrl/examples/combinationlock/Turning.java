package io.github.luffyrl.examples.combinationlock;

/**
 * A response while it is written: each turn is the letter of the wheel and the digit that it shows
 * then, such as {@code c1c0a4}.
 */
final class Turning {

    private final Lock lock;
    private final int[] digits;
    private final StringBuilder text = new StringBuilder();

    Turning(Lock lock) {
        this.lock = lock;
        this.digits = lock.start().chars().map(digit -> digit - '0').toArray();
    }

    /** Turns a wheel by 1 up or by -1 down. */
    void turn(int wheel, int by) {
        digits[wheel] = Math.floorMod(digits[wheel] + by, 10);
        text.append((char) ('a' + wheel)).append(digits[wheel]);
    }

    /** Whether the wheel shows its target. */
    boolean done(int wheel) {
        return digits[wheel] == lock.target().charAt(wheel) - '0';
    }

    /** The turns so far. */
    String text() {
        return text.toString();
    }
}
