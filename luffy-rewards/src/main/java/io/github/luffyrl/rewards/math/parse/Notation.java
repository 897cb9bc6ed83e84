package io.github.luffyrl.rewards.math.parse;

/** How mathematics is written. */
public enum Notation {
    /** LaTeX: {@code 1,22} is two numbers. */
    LATEX,
    /** Plain text: {@code 1,22} is one, with a decimal comma. */
    PLAIN
}
