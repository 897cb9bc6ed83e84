package io.github.luffyrl.djl.recipe;

/**
 * How accuracy is measured.
 *
 * @param problems per set, at least 1
 * @param temperature 0 picks the most likely token
 */
public record Evaluation(int problems, double temperature) {
    /** Checks the ranges. */
    public Evaluation {
        Require.that(problems >= 1, "problems", problems, "at least 1");
        Require.notNegative("temperature", temperature);
    }
}
