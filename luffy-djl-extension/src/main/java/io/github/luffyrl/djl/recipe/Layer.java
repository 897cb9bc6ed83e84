package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Values from one origin, a file or an override, that replace those below.
 *
 * @param rank layers of a higher rank lie above; {@link #DEFAULTS} is the lowest
 * @param values key to value, nested
 * @param origin names the file or the override in messages
 * @param lines line of each key, by its dotted path; empty for an override
 */
record Layer(int rank, ObjectNode values, String origin, Map<String, Integer> lines) {

    static final int DEFAULTS = 0;
    static final int METHOD = 1;
    static final int FILE = 2;
    static final int OVERRIDES = 3;

    /** The text of a file. */
    static Layer ofFile(int rank, String text, String origin) {
        JsonNode values = parse(text, origin);
        if (values.isNull()) {
            values = JsonNodeFactory.instance.objectNode();
        }
        if (!(values instanceof ObjectNode object)) {
            throw new IllegalArgumentException(
                    origin + ": need lines of the form 'key: value', got " + values);
        }
        return new Layer(rank, object, origin, lines(text));
    }

    /** An override {@code key.sub=value}. */
    static Layer ofOverride(String override) {
        String origin = "override '" + override + "'";
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    origin + ": need key=value, such as steps=20 or optimizer.learningRate=1e-4");
        }
        JsonNode value = parse(override.substring(equals + 1), origin);
        String path = override.substring(0, equals).strip();
        while (true) {
            int dot = path.lastIndexOf('.');
            ObjectNode parent = JsonNodeFactory.instance.objectNode();
            parent.set(path.substring(dot + 1), value);
            if (dot < 0) {
                return new Layer(OVERRIDES, parent, origin, Map.of());
            }
            value = parent;
            path = path.substring(0, dot);
        }
    }

    /** Where the value of a key, or the section around it, comes from. */
    String place(String path) {
        for (String at = path;
                !at.isEmpty();
                at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            Integer line = lines.get(at);
            if (line != null) {
                return origin + ":" + line;
            }
        }
        return origin;
    }

    private static JsonNode parse(String text, String origin) {
        try {
            JsonNode value = RecipeYaml.MAPPER.readTree(text);
            return value.isMissingNode() ? NullNode.getInstance() : value; // nothing but comments
        } catch (JsonProcessingException e) {
            JsonLocation location = e.getLocation();
            String line = location == null ? "" : ":" + location.getLineNr();
            throw new IllegalArgumentException(origin + line + ": " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Integer> lines(String text) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = RecipeYaml.MAPPER.createParser(text)) {
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                if (token == JsonToken.FIELD_NAME) {
                    String pointer = parser.getParsingContext().pathAsPointer().toString();
                    lines.put(
                            pointer.substring(1).replace('/', '.'),
                            parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
        return lines;
    }
}
