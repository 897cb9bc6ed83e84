package io.github.luffyrl.djl.evaluation;

import java.util.Locale;

/**
 * One way in which a model is asked.
 *
 * @param template name of the prompt template
 * @param temperature the logits are divided by it; 0 for the most likely answer
 * @param topP probability that the tokens that are sampled from must reach, in (0, 1]; 1 for all
 */
public record EvaluationCondition(String template, double temperature, double topP) {

    /** Checks the ranges. */
    public EvaluationCondition {
        if (!(temperature >= 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("temperature = " + temperature + ": need >= 0");
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p = " + topP + ": need one in (0, 1]");
        }
    }

    /**
     * Returns the condition in words.
     *
     * @return such as {@code temperature 0.6, top-p 0.95, template model}
     */
    public String text() {
        return String.format(
                Locale.ROOT, "temperature %s, top-p %s, template %s", temperature, topP, template);
    }
}
