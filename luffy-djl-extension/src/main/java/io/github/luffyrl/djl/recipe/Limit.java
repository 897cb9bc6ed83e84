package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/**
 * A bound that may be absent: {@code none} or a number in a recipe.
 *
 * @param value the bound
 */
public record Limit(OptionalDouble value) {

    private static final String NONE = "none";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Limit of(JsonNode value) {
        if (value.isNumber()) {
            return new Limit(OptionalDouble.of(value.doubleValue()));
        }
        if (value.asText().equals(NONE)) {
            return new Limit(OptionalDouble.empty());
        }
        throw new IllegalArgumentException("need 'none' or a number");
    }

    @JsonValue
    Object toYaml() {
        return value.isPresent() ? value.getAsDouble() : NONE;
    }

    /**
     * Returns the bound.
     *
     * @param none what stands for none
     * @return the bound or that
     */
    public double orElse(double none) {
        return value.orElse(none);
    }
}
