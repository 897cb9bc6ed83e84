package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Parses the rotary positions of {@code config.json}: {@code rope_theta} and {@code rope_scaling},
 * or both in {@code rope_parameters}, as newer files have it. What is given twice must agree.
 */
final class RotaryParser {

    private static final String THETA = "rope_theta";
    private static final List<String> OBJECTS = List.of("rope_parameters", "rope_scaling");

    private static final String PLAIN = "default";
    private static final String LLAMA3 = "llama3";

    /** {@code type} is the older name of {@code rope_type}. */
    private static final List<String> TYPE_FIELDS = List.of("rope_type", "type");

    private static final Set<String> PLAIN_FIELDS =
            Set.of("rope_type", "type", THETA, "partial_rotary_factor");
    private static final Set<String> LLAMA3_FIELDS =
            Set.of(
                    "factor",
                    "low_freq_factor",
                    "high_freq_factor",
                    "original_max_position_embeddings");

    private final JsonFields config;

    RotaryParser(JsonFields config) {
        this.config = config;
    }

    /** The base of the frequencies: a field of its own, or of one of the two objects. */
    double theta() {
        Set<Double> values = new TreeSet<>();
        config.find(THETA).ifPresent(theta -> values.add(config.number(THETA)));
        for (String name : OBJECTS) {
            config.find(name)
                    .map(node -> config.object(name))
                    .filter(rope -> rope.find(THETA).isPresent())
                    .ifPresent(rope -> values.add(rope.number(THETA)));
        }
        if (values.isEmpty()) {
            throw config.refused("the field rope_theta is missing");
        }
        if (values.size() > 1) {
            throw config.refused("rope_theta is given as " + values + ", need one value");
        }
        return values.iterator().next();
    }

    RotaryScaling scaling() {
        Set<RotaryScaling> values = new LinkedHashSet<>();
        for (String name : OBJECTS) {
            config.allowOnly(
                    name, RotaryParser::isSupported, "null or the types default and llama3");
            config.find(name).ifPresent(rope -> values.add(scaling(name, rope)));
        }
        if (values.size() > 1) {
            throw config.refused("rope_parameters and rope_scaling differ, need one of them");
        }
        return values.stream().findFirst().orElse(RotaryScaling.NONE);
    }

    private RotaryScaling scaling(String name, JsonNode rope) {
        if (type(rope).equals(Optional.of(PLAIN))) {
            return RotaryScaling.NONE;
        }
        JsonFields fields = config.object(name);
        double factor = fields.number("factor");
        double lowFreqFactor = fields.number("low_freq_factor");
        double highFreqFactor = fields.number("high_freq_factor");
        int context = fields.integer("original_max_position_embeddings");
        try {
            return new RotaryScaling.Llama3(factor, lowFreqFactor, highFreqFactor, context);
        } catch (IllegalArgumentException e) {
            throw config.refused(name + "." + e.getMessage());
        }
    }

    /** Whether each field of the object is known for its type, and all dimensions rotate. */
    private static boolean isSupported(JsonNode rope) {
        Optional<String> type = type(rope);
        if (!rope.isObject() || type.isEmpty()) {
            return false;
        }
        Set<String> known = new HashSet<>(PLAIN_FIELDS);
        if (type.get().equals(LLAMA3)) {
            known.addAll(LLAMA3_FIELDS);
        } else if (!type.get().equals(PLAIN)) {
            return false;
        }
        JsonNode rotated = rope.path("partial_rotary_factor");
        return (rotated.isMissingNode() || ConfigParser.isNumber(1).test(rotated))
                && rope.propertyStream().allMatch(field -> known.contains(field.getKey()));
    }

    /** The type that an object states, {@code default} if it does not; empty if it is ambiguous. */
    private static Optional<String> type(JsonNode rope) {
        List<String> types =
                TYPE_FIELDS.stream()
                        .filter(rope::has)
                        .map(field -> rope.get(field).asText())
                        .distinct()
                        .toList();
        return types.size() > 1
                ? Optional.empty()
                : Optional.of(types.stream().findFirst().orElse(PLAIN));
    }
}
