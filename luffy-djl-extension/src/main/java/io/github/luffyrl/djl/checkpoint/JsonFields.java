package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields of a JSON file; errors name the file and the field. A null field counts as missing.
 */
final class JsonFields {

    private final Path file;
    private final String prefix;
    private final ObjectNode object;

    private JsonFields(Path file, String prefix, ObjectNode object) {
        this.file = file;
        this.prefix = prefix;
        this.object = object;
    }

    static JsonFields read(Path file) throws IOException {
        return new JsonFields(file, "", Json.parse(Files.readAllBytes(file), file.toString()));
    }

    Optional<JsonNode> find(String field) {
        return Optional.ofNullable(object.get(field)).filter(node -> !node.isNull());
    }

    String text(String field) {
        return require(field, JsonNode::isTextual, "a string").asText();
    }

    int integer(String field) {
        return require(field, JsonFields::isInt, "an integer").asInt();
    }

    double number(String field) {
        return require(field, JsonNode::isNumber, "a number").asDouble();
    }

    boolean flag(String field) {
        return require(field, JsonNode::isBoolean, "true or false").asBoolean();
    }

    /** The fields of a field that is an object; errors name them {@code field.inner}. */
    JsonFields object(String field) {
        JsonNode node = require(field, JsonNode::isObject, "an object");
        return new JsonFields(file, prefix + field + ".", (ObjectNode) node);
    }

    /** A field that is an integer, a list of them, or missing. */
    List<Integer> integers(String field) {
        List<Integer> values = new ArrayList<>();
        find(field)
                .ifPresent(
                        node -> {
                            Iterable<JsonNode> ids = node.isArray() ? node : List.of(node);
                            for (JsonNode id : ids) {
                                if (!isInt(id)) {
                                    throw refused(
                                            prefix + field + " = " + node + ", need integers");
                                }
                                values.add(id.asInt());
                            }
                        });
        return values;
    }

    /** Refuses a field that is there with a value that would change results unnoticed. */
    void allowOnly(String field, Predicate<JsonNode> supported, String remedy) {
        find(field)
                .filter(supported.negate())
                .ifPresent(
                        node -> {
                            throw refused(
                                    prefix
                                            + field
                                            + " = "
                                            + node
                                            + " is not supported, only "
                                            + remedy);
                        });
    }

    private JsonNode require(String field, Predicate<JsonNode> valid, String need) {
        JsonNode node =
                find(field)
                        .orElseThrow(() -> refused("the field " + prefix + field + " is missing"));
        if (!valid.test(node)) {
            throw refused(prefix + field + " = " + node + ", need " + need);
        }
        return node;
    }

    private static boolean isInt(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt();
    }

    IllegalArgumentException refused(String problem) {
        return new IllegalArgumentException(file + ": " + problem);
    }
}
