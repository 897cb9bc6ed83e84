package io.github.luffyrl.djl.recipe;

/**
 * How the model is measured during training, to keep the best one.
 *
 * @param every steps from one validation to the next; none for no validation
 * @param problems the first so many of each examined set, at least 1
 * @param temperature 0 picks the most likely token
 * @param patience training ends after so many validations in a row without a new best one; none for
 *     never
 */
public record ValidationSettings(Limit every, int problems, double temperature, Limit patience) {
    /** Checks the ranges. */
    public ValidationSettings {
        Require.that(every.orElse(1) >= 1, "every", every.toYaml(), "'none' or at least 1");
        Require.that(problems >= 1, "problems", problems, "at least 1");
        Require.notNegative("temperature", temperature);
        Require.that(
                patience.orElse(1) >= 1, "patience", patience.toYaml(), "'none' or at least 1");
    }
}
