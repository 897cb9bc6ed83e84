package io.github.luffyrl.rewards.text;

import java.util.Locale;

/** Removes differences between texts that do not matter. Pure. */
@FunctionalInterface
public interface TextNormalization {

    /**
     * Normalises a text.
     *
     * @param text an answer
     * @return the same for all texts that are to be equal
     */
    String apply(String text);

    /**
     * Returns this normalisation followed by another.
     *
     * @param next applied to what this one gives
     * @return both
     */
    default TextNormalization then(TextNormalization next) {
        return text -> next.apply(apply(text));
    }

    /**
     * Every character counts, except white space at either end.
     *
     * @return the normalisation
     */
    static TextNormalization exact() {
        return String::strip;
    }

    /**
     * The amount of white space does not count.
     *
     * @return the normalisation
     */
    static TextNormalization whiteSpace() {
        return text -> String.join(" ", text.strip().split("\\s+", -1));
    }

    /**
     * Case, punctuation and the amount of white space do not count, as for short answers to
     * questions.
     *
     * @return the normalisation
     */
    static TextNormalization words() {
        return text -> text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }

    /**
     * Spellings of the same LaTeX do not count, see {@link HendrycksNormalization}.
     *
     * @return the normalisation
     */
    static TextNormalization hendrycks() {
        return HendrycksNormalization::apply;
    }
}
