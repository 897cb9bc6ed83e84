package io.github.luffyrl.djl.recipe;

/**
 * How accuracy is measured.
 *
 * @param problems per set, at least 1
 * @param temperature 0 picks the most likely token
 */
public record EvaluationSettings(int problems, double temperature) {
    /** Checks the ranges. */
    public EvaluationSettings {
        Ranges.atLeastOne("problems", problems);
        Ranges.notNegative("temperature", temperature);
    }
}
