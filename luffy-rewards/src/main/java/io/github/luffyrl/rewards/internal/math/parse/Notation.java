package io.github.luffyrl.rewards.internal.math.parse;

/** How mathematics is written. */
public enum Notation {
    /** LaTeX: {@code 1,22} is two numbers, {@code 1,220} is one. */
    LATEX,
    /** LaTeX in which a bare comma never separates thousands: {@code 30,150} is two numbers. */
    LATEX_LIST,
    /** Plain text: {@code 1,22} is one, with a decimal comma. */
    PLAIN
}
