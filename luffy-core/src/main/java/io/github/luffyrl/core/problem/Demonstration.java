package io.github.luffyrl.core.problem;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A solution written by another policy, usually a stronger model: the off-policy guidance.
 *
 * @param text the whole response, reasoning and answer, without an end-of-sequence token
 * @param source name of the model or data set it comes from; empty when unknown
 * @param behaviourProbabilities probability of each token under the policy that wrote it, in (0,
 *     1]: one number per token of the text, in the tokens of the model being trained, and one for
 *     the end-of-sequence token; empty when unknown
 */
public record Demonstration(String text, String source, float[] behaviourProbabilities)
        implements Serializable {

    /**
     * Copies the array, rejects numbers that are no probability of a written token, and rejects an
     * empty text: a demonstration without tokens guides nothing.
     */
    public Demonstration {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "a demonstration needs a text; leave the demonstration out instead");
        }
        behaviourProbabilities = behaviourProbabilities.clone();
        for (int i = 0; i < behaviourProbabilities.length; i++) {
            float q = behaviourProbabilities[i];
            if (!(q > 0 && q <= 1)) {
                throw new IllegalArgumentException(
                        "behaviourProbabilities["
                                + i
                                + "] = "
                                + q
                                + ": a token that was written has a probability above 0, at most 1;"
                                + " leave all of them out if any is unknown");
            }
        }
    }

    /**
     * Creates a demonstration of unknown behaviour probabilities.
     *
     * @param text the whole response
     * @param source where it comes from; empty when unknown
     */
    public Demonstration(String text, String source) {
        this(text, source, new float[0]);
    }

    /**
     * Returns a demonstration of unknown source and behaviour probabilities.
     *
     * @param text the whole response
     * @return the demonstration
     */
    public static Demonstration of(String text) {
        return new Demonstration(text, "");
    }

    @Override
    public float[] behaviourProbabilities() {
        return behaviourProbabilities.clone();
    }

    /**
     * Returns whether the behaviour probabilities are known.
     *
     * @return false when there are none
     */
    public boolean hasBehaviourProbabilities() {
        return behaviourProbabilities.length > 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Demonstration that
                && text.equals(that.text)
                && source.equals(that.source)
                && Arrays.equals(behaviourProbabilities, that.behaviourProbabilities);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * text.hashCode() + source.hashCode())
                + Arrays.hashCode(behaviourProbabilities);
    }

    @Override
    public String toString() {
        return "Demonstration[text="
                + text
                + ", source="
                + source
                + ", behaviourProbabilities="
                + Arrays.toString(behaviourProbabilities)
                + "]";
    }
}
