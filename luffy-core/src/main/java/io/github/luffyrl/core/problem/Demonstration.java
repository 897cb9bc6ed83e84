package io.github.luffyrl.core.problem;

/**
 * A solution written by another policy, usually a stronger model: the off-policy guidance.
 *
 * @param text the whole response, reasoning and answer, without an end-of-sequence token
 * @param source who wrote it, such as a model's name; empty when unknown
 */
public record Demonstration(String text, String source) {

    /** Rejects an empty text: a demonstration without tokens guides nothing. */
    public Demonstration {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "a demonstration needs a text; leave the demonstration out instead");
        }
    }

    /**
     * Returns a demonstration of unknown source.
     *
     * @param text the whole response
     * @return the demonstration
     */
    public static Demonstration of(String text) {
        return new Demonstration(text, "");
    }
}
