package io.github.luffyrl.djl.recipe;

import java.util.OptionalInt;
import java.util.Set;

/**
 * How the model is measured during training, to keep the best one.
 *
 * @param every steps from one validation to the next; none for no validation
 * @param problems the first so many of each examined set, at least 1
 * @param temperature 0 picks the most likely token
 * @param patience training ends after so many validations in a row without a new best one; none for
 *     never
 */
public record ValidationSettings(
        OptionalInt every, int problems, double temperature, OptionalInt patience)
        implements Section {
    /** Checks the ranges. */
    public ValidationSettings {
        Ranges.atLeastOne("every", every.orElse(1));
        Ranges.atLeastOne("problems", problems);
        Ranges.notNegative("temperature", temperature);
        Ranges.atLeastOne("patience", patience.orElse(1));
    }

    @Override
    public String decides() {
        return "every";
    }

    @Override
    public Set<String> withoutEffect() {
        return every.isPresent() ? Set.of() : Set.of("problems", "temperature", "patience");
    }
}
