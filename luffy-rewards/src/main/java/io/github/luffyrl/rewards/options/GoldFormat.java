package io.github.luffyrl.rewards.options;

/** How the gold answer is handed over. */
public enum GoldFormat {
    /** A text that holds the answer, from which it is extracted like a prediction. */
    TEXT,
    /** The answer and nothing else, LaTeX perhaps without delimiters: {@code \frac{63}{400}}. */
    BARE
}
