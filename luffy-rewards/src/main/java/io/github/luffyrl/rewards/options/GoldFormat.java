package io.github.luffyrl.rewards.options;

/** How the gold answer is given. */
public enum GoldFormat {
    /**
     * The answer alone, such as {@code \frac{63}{400}}, unless delimiters mark it: {@code
     * <answer>}, a box, {@code ####}, or {@code $..$}, {@code \(..\)} and the like with nothing but
     * words around.
     */
    AUTO,
    /** The answer alone, LaTeX whose delimiters do not count. */
    BARE,
    /** A text from which the answer is extracted as from a prediction. */
    TEXT
}
