package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads recipes: the defaults, the method on top, then a file, then overrides such as {@code
 * optimizer.learningRate=1e-4}. Unknown keys, wrong types and values out of range are refused with
 * file, line and key.
 */
public final class RecipeReader {

    private static final String METHOD = "method";
    private static final String DEFAULTS = "defaults";

    private final ObjectNode values;
    private final Map<String, Layer> layers = new HashMap<>();

    private RecipeReader(ObjectNode defaults) {
        values = defaults;
    }

    /**
     * Reads a recipe file.
     *
     * @param file YAML; its {@code method} names the recipe that it starts from
     * @param overrides {@code key=value} or {@code key.sub=value}, the last one wins; they may name
     *     the method if the file does not
     * @return the effective recipe
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a key or a value is wrong
     */
    public static Recipe read(Path file, List<String> overrides) throws IOException {
        Layer layer = Layer.ofFile(text(file), file.toString());
        return ofLayers(Stream.concat(Stream.of(layer), layers(overrides)).toList());
    }

    /**
     * Reads a recipe without a file.
     *
     * @param overrides as above; {@code method=grpo} names the recipe to start from, LUFFY's by
     *     default
     * @return the effective recipe
     * @throws IllegalArgumentException if an override is wrong
     */
    public static Recipe read(List<String> overrides) {
        return ofLayers(layers(overrides).toList());
    }

    /**
     * Reads a recipe that comes with luffy.
     *
     * @param method such as {@code luffy}, {@code mixed}, {@code grpo}
     * @param overrides as above
     * @return the effective recipe
     * @throws IllegalArgumentException if there is no such method, or an override is wrong
     */
    public static Recipe builtIn(String method, List<String> overrides) {
        List<String> all = new ArrayList<>(List.of(METHOD + "=" + method));
        all.addAll(overrides);
        return read(all);
    }

    /**
     * Returns what a method is, and where it comes from.
     *
     * @param method a method
     * @return one or more sentences
     */
    public static String description(Method method) {
        return resourceText(method.label())
                .lines()
                .takeWhile(line -> line.startsWith("#"))
                .map(line -> line.substring(1).strip())
                .collect(Collectors.joining(" "));
    }

    private static Stream<Layer> layers(List<String> overrides) {
        return overrides.stream().map(Layer::ofOverride);
    }

    private static Recipe ofLayers(List<Layer> layers) {
        RecipeReader reader = new RecipeReader(resource(DEFAULTS).values());
        reader.apply(resource(method(layers).label()));
        layers.forEach(reader::apply);
        return reader.recipe();
    }

    /** The method that the layers name; all those that do must agree. */
    private static Method method(List<Layer> layers) {
        Method method = Method.LUFFY;
        Layer naming = null;
        for (Layer layer : layers) {
            JsonNode value = layer.values().get(METHOD);
            if (value == null) {
                continue;
            }
            Method named = method(layer, value);
            if (naming != null && named != method) {
                throw new IllegalArgumentException(
                        "%s: method = %s, but %s says %s: name one of them only"
                                .formatted(
                                        layer.place(METHOD), named, naming.place(METHOD), method));
            }
            method = named;
            naming = layer;
        }
        return method;
    }

    private static Method method(Layer layer, JsonNode value) {
        try {
            return Method.of(value.asText());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(layer.place(METHOD) + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such recipe file");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": not UTF-8, so no recipe", e);
        }
    }

    private static Layer resource(String name) {
        return Layer.ofFile(resourceText(name), "recipes/" + name + ".yaml");
    }

    private static String resourceText(String name) {
        String resource = "/recipes/" + name + ".yaml";
        try (InputStream in = RecipeReader.class.getResourceAsStream(resource)) {
            return new String(
                    Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the resource " + resource, e);
        }
    }

    private void apply(Layer layer) {
        merge(layer.values(), values, "", layer);
    }

    private void merge(ObjectNode from, ObjectNode into, String section, Layer layer) {
        for (Map.Entry<String, JsonNode> entry : from.properties()) {
            String path = section + entry.getKey();
            JsonNode known = into.get(entry.getKey());
            JsonNode value = entry.getValue();
            if (known == null) {
                throw new IllegalArgumentException(
                        "%s: unknown key '%s'; did you mean '%s'?"
                                .formatted(
                                        layer.place(path), path, KnownKeys.nearest(values, path)));
            }
            if (known instanceof ObjectNode knownSection) {
                if (!(value instanceof ObjectNode valueSection)) {
                    throw new IllegalArgumentException(
                            "%s: %s = %s: need the keys %s"
                                    .formatted(
                                            layer.place(path),
                                            path,
                                            value,
                                            String.join(
                                                    ", ", KnownKeys.of(knownSection, path + "."))));
                }
                merge(valueSection, knownSection, path + ".", layer);
            } else {
                into.set(entry.getKey(), value);
                layers.put(path, layer);
            }
        }
    }

    private Recipe recipe() {
        try {
            return RecipeYaml.MAPPER.treeToValue(values, Recipe.class);
        } catch (JsonMappingException e) {
            String path =
                    e.getPath().stream()
                            .map(JsonMappingException.Reference::getFieldName)
                            .filter(name -> name != null) // an index into a list
                            .collect(Collectors.joining("."));
            throw invalid(path, e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot convert the recipe " + values, e);
        }
    }

    private IllegalArgumentException invalid(String path, JsonMappingException e) {
        String key = path;
        String problem = "%s = %s: %s".formatted(path, valueAt(path), need(e));
        if (e.getCause() instanceof InvalidValueException invalid) {
            boolean named = path.equals(invalid.key()) || path.endsWith("." + invalid.key());
            key = named ? path : path.isEmpty() ? invalid.key() : path + "." + invalid.key();
            problem =
                    key.substring(0, key.length() - invalid.key().length()) + invalid.getMessage();
        }
        Layer layer = layers.get(key);
        String place = layer == null ? "recipes/defaults.yaml" : layer.place(key);
        return new IllegalArgumentException(place + ": " + problem, e);
    }

    private static String need(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException cause) {
            return String.valueOf(cause.getMessage());
        }
        Class<?> type =
                e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (type == int.class || type == long.class) {
            return "need a whole number";
        }
        if (type == double.class) {
            return "need a number";
        }
        if (type != null && type.isEnum()) {
            List<String> names =
                    RecipeYaml.MAPPER.convertValue(
                            type.getEnumConstants(), new TypeReference<List<String>>() {});
            return "need one of " + String.join(", ", names);
        }
        return e.getOriginalMessage();
    }

    private JsonNode valueAt(String path) {
        return values.at("/" + path.replace('.', '/'));
    }
}
