package io.github.luffyrl.rewards.options;

/** A form in which a text may hold an answer. */
public enum AnswerForm {
    /** Mathematics between LaTeX delimiters, and boxes. */
    LATEX,
    /** Plain numbers and arithmetic, as in {@code the answer is 3/4}. */
    EXPRESSION,
    /** One of the letters of a multiple choice question. */
    CHOICE
}
