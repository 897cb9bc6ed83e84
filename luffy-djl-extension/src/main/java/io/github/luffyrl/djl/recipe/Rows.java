package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.prefix.PrefixedRows;

/**
 * Rows of a group: {@code all} or a number in a recipe.
 *
 * @param prefixed the rows
 */
public record Rows(PrefixedRows prefixed) {

    private static final String ALL = "all";
    private static final String NEED = "'all' or a number of at least 1";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Rows of(JsonNode value) {
        if (value.isInt() && value.intValue() >= 1) {
            return new Rows(PrefixedRows.first(value.intValue()));
        }
        if (value.asText().equals(ALL)) {
            return new Rows(PrefixedRows.all());
        }
        throw new InvalidValueException("rows", value, NEED);
    }

    @JsonValue
    Object toYaml() {
        return prefixed instanceof PrefixedRows.First first ? first.rows() : ALL;
    }

    /** The number, for what cannot take all. */
    int number() {
        if (prefixed instanceof PrefixedRows.First first) {
            return first.rows();
        }
        throw new InvalidValueException("rows", ALL, "a number with whole-demonstration");
    }
}
