package io.github.luffyrl.examples.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.objective.ClipRange;

/**
 * How far the on-policy ratio may be from 1: {@code none} or a number in a recipe.
 *
 * @param epsilon above 0; infinite for no clipping
 */
public record Clip(double epsilon) {

    private static final String NONE = "none";
    private static final String NEED = "'none' or a number above 0, such as 0.2";

    /** Checks the range. */
    public Clip {
        Require.that(epsilon > 0, "clip", epsilon, NEED);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Clip of(JsonNode value) {
        if (value.isNumber()) {
            return new Clip(value.doubleValue());
        }
        if (value.asText().equals(NONE)) {
            return new Clip(Double.POSITIVE_INFINITY);
        }
        throw new InvalidValueException("clip", value, NEED);
    }

    @JsonValue
    Object toYaml() {
        return Double.isInfinite(epsilon) ? NONE : epsilon;
    }

    /**
     * Returns the range of the ratio.
     *
     * @return {@code [1 - epsilon, 1 + epsilon]}
     */
    public ClipRange range() {
        return ClipRange.symmetric(epsilon);
    }
}
