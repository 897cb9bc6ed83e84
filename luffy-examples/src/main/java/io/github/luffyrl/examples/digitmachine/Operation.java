package io.github.luffyrl.examples.digitmachine;

/** What can be done to four digits; positions count from 0. */
public enum Operation {
    /** Swaps positions 0 and 1. */
    SWAP_01('a'),
    /** Swaps positions 1 and 2. */
    SWAP_12('b'),
    /** Swaps positions 2 and 3. */
    SWAP_23('c'),
    /** Swaps positions 0 and 3. */
    SWAP_03('d'),
    /** Moves every digit one position to the left, the first to the end. */
    ROTATE_LEFT('e'),
    /** Moves every digit one position to the right, the last to the front. */
    ROTATE_RIGHT('f'),
    /** Reads the digits backwards. */
    REVERSE('g'),
    /** Adds 3 to position 0, modulo 10. */
    ADD_TO_0('h'),
    /** Adds 3 to position 1, modulo 10. */
    ADD_TO_1('i'),
    /** Adds 3 to position 2, modulo 10. */
    ADD_TO_2('j'),
    /** Adds 3 to position 3, modulo 10. */
    ADD_TO_3('k'),
    /** Replaces every digit x by 9 - x. */
    COMPLEMENT('l');

    private final char letter;

    Operation(char letter) {
        this.letter = letter;
    }

    /**
     * Returns the letter that stands for the operation in a prompt.
     *
     * @return {@code a} to {@code l}, in the order above
     */
    public char letter() {
        return letter;
    }

    /**
     * Carries the operation out.
     *
     * @param state the state before
     * @return the state after
     */
    public DigitState apply(DigitState state) {
        int a = state.a();
        int b = state.b();
        int c = state.c();
        int d = state.d();
        return switch (this) {
            case SWAP_01 -> new DigitState(b, a, c, d);
            case SWAP_12 -> new DigitState(a, c, b, d);
            case SWAP_23 -> new DigitState(a, b, d, c);
            case SWAP_03 -> new DigitState(d, b, c, a);
            case ROTATE_LEFT -> new DigitState(b, c, d, a);
            case ROTATE_RIGHT -> new DigitState(d, a, b, c);
            case REVERSE -> new DigitState(d, c, b, a);
            case ADD_TO_0 -> new DigitState((a + 3) % 10, b, c, d);
            case ADD_TO_1 -> new DigitState(a, (b + 3) % 10, c, d);
            case ADD_TO_2 -> new DigitState(a, b, (c + 3) % 10, d);
            case ADD_TO_3 -> new DigitState(a, b, c, (d + 3) % 10);
            case COMPLEMENT -> new DigitState(9 - a, 9 - b, 9 - c, 9 - d);
        };
    }
}
