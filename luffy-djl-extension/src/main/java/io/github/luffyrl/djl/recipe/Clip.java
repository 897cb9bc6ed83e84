package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.objective.ClipRange;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the on-policy ratio may be from 1, as offsets: {@code none}, one number for both sides,
 * {@code [below, above]}, or {@code [below, above, dual]}.
 *
 * @param below how far below 1, above 0; infinite for no clipping
 * @param above how far above 1, above 0; infinite for no clipping
 * @param dual largest ratio of tokens of negative advantage, at least {@code 1 + above}; infinite
 *     for none
 */
public record Clip(double below, double above, double dual) {

    private static final String NONE = "none";
    private static final String NEED =
            "'none', a number above 0, such as 0.2, or [below, above] or [below, above, dual],"
                    + " such as [0.2, 0.28, 3]";
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    /** Checks the ranges. */
    public Clip {
        Ranges.require(below > 0, "clip", below, NEED);
        Ranges.require(above > 0, "clip", above, NEED);
        Ranges.require(dual >= 1 + above, "clip", dual, "a dual bound of at least 1 + above");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Clip of(JsonNode value) {
        if (value.isNumber()) {
            return new Clip(value.doubleValue(), value.doubleValue(), INFINITE);
        }
        if (value.asText().equals(NONE)) {
            return new Clip(INFINITE, INFINITE, INFINITE);
        }
        boolean numbers = value.isArray() && value.valueStream().allMatch(JsonNode::isNumber);
        Ranges.require(numbers && value.size() >= 2 && value.size() <= 3, "clip", value, NEED);
        double dual = value.size() == 3 ? value.get(2).doubleValue() : INFINITE;
        return new Clip(value.get(0).doubleValue(), value.get(1).doubleValue(), dual);
    }

    @JsonValue
    Object toYaml() {
        if (Double.isInfinite(below) && Double.isInfinite(above)) {
            return NONE;
        }
        if (below == above && Double.isInfinite(dual)) {
            return below;
        }
        List<Double> bounds = new ArrayList<>(List.of(below, above));
        if (Double.isFinite(dual)) {
            bounds.add(dual);
        }
        return bounds;
    }

    /**
     * Returns the range of the ratio.
     *
     * @return {@code [1 - below, 1 + above]} with the dual bound
     */
    public ClipRange range() {
        return ClipRange.asymmetric(below, above).withDual(dual);
    }
}
