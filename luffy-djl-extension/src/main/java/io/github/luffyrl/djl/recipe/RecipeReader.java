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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads recipes: the defaults, the method on top, then a file, then overrides such as {@code
 * optimizer.learningRate=1e-4}. Unknown keys, wrong types and values out of range are refused with
 * file, line and key.
 */
final class RecipeReader {

    private static final String METHOD = "method";
    private static final String DEFAULTS = "defaults";
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** The section whose keys depend on its kind, which this package does not know. */
    private static final String REWARD = "reward.";

    /** The section whose keys the model's chat template knows. */
    private static final String VARIABLES = "prompt.variables.";

    private static final Pattern NAMED = Pattern.compile("([\\w.]+) = .*");

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
    static Recipe read(Path file, List<String> overrides) throws IOException {
        Layer layer = Layer.ofFile(Layer.FILE, text(file), file.toString());
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
    static Recipe read(List<String> overrides) {
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
    static Recipe builtIn(String method, List<String> overrides) {
        List<String> all = new ArrayList<>(List.of(METHOD + "=" + method));
        all.addAll(overrides);
        return read(all);
    }

    /**
     * Reads a recipe again, with changes.
     *
     * @param yaml the recipe
     * @param overrides as above
     * @return the effective recipe
     * @throws IllegalArgumentException if an override is wrong
     */
    static Recipe changed(String yaml, List<String> overrides) {
        Layer layer = Layer.ofFile(Layer.FILE, yaml, "recipe");
        return ofLayers(Stream.concat(Stream.of(layer), layers(overrides)).toList());
    }

    /**
     * Returns what a method is, and where it comes from.
     *
     * @param method a method
     * @return one or more sentences
     */
    static String description(Method method) {
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
        RecipeReader reader = new RecipeReader(resource(Layer.DEFAULTS, DEFAULTS).values());
        reader.apply(resource(Layer.METHOD, method(layers).label()));
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
                        String.format(
                                Locale.ROOT,
                                "%s: method = %s, but %s says %s: name one of them only",
                                layer.place(METHOD),
                                named,
                                naming.place(METHOD),
                                method));
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
            String text = Files.readString(file);
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + ": not UTF-8, so no recipe", e);
        }
    }

    private static Layer resource(int rank, String name) {
        return Layer.ofFile(rank, resourceText(name), "recipes/" + name + ".yaml");
    }

    private static String resourceText(String name) {
        String resource = name + ".yaml"; // beside this class
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
            if (section.equals(VARIABLES) || (section.equals(REWARD) && !value.isNull())) {
                into.set(entry.getKey(), value);
                layers.put(path, layer);
                continue;
            }
            if (known == null) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "%s: unknown key '%s'; did you mean '%s'?",
                                layer.place(path),
                                path,
                                KnownKeys.nearest(values, path)));
            }
            boolean isValue = layers.containsKey(path); // even if it is an object
            if (known instanceof ObjectNode knownSection && !isValue) {
                if (!(value instanceof ObjectNode valueSection)) {
                    throw new IllegalArgumentException(
                            String.format(
                                    Locale.ROOT,
                                    "%s: %s = %s: need the keys %s",
                                    layer.place(path),
                                    path,
                                    value,
                                    String.join(", ", KnownKeys.of(knownSection, path + "."))));
                }
                merge(valueSection, knownSection, path + ".", layer);
            } else {
                into.set(entry.getKey(), value);
                layers.put(path, layer);
            }
        }
    }

    private Recipe recipe() {
        forgetRewardOptions();
        ObjectNode defaults = values.deepCopy();
        Effects.prune(values, Recipe.class, "", layers);
        Recipe recipe = bind();
        Effects.sections(recipe, "", (path, section) -> reset(path, section, defaults));
        return bind();
    }

    /** Options below the layer that names the kind belong to another one. */
    private void forgetRewardOptions() {
        Layer named = layers.get(REWARD + "kind");
        if (named == null || !(values.get("reward") instanceof ObjectNode reward)) {
            return;
        }
        layers.forEach(
                (key, layer) -> {
                    if (key.startsWith(REWARD) && layer.rank() < named.rank()) {
                        reward.remove(key.substring(REWARD.length()));
                    }
                });
    }

    /** Settings without effect have their default, so that equal recipes are equal. */
    private void reset(String path, Section section, ObjectNode before) {
        String inside = path.isEmpty() ? "" : path + ".";
        ObjectNode node = Effects.at(values, path);
        ObjectNode defaults = Effects.at(resource(Layer.DEFAULTS, DEFAULTS).values(), path);
        for (String key : section.withoutEffect()) {
            String deciding = inside + section.decides();
            Effects.refuseAbove(
                    deciding,
                    inside + key,
                    layers,
                    Effects.at(before, path).get(key),
                    valueAt(deciding).asText(),
                    "");
            node.set(key, defaults.get(key));
        }
        Effects.prune(values, Recipe.class, "", Map.of());
    }

    private Recipe bind() {
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

    /** What is wrong, with the key, which the message may name, and its place. */
    private IllegalArgumentException invalid(String path, JsonMappingException e) {
        String need = need(e);
        Matcher named = NAMED.matcher(need);
        String name = named.matches() ? named.group(1) : "";
        String child = path.isEmpty() ? name : path + "." + name;
        if (!name.isEmpty() && !valueAt(child).isMissingNode()) {
            return at(child, path.isEmpty() ? need : path + "." + need, e);
        }
        if (!name.isEmpty() && path.endsWith("." + name)) {
            return at(path, path.substring(0, path.length() - name.length()) + need, e);
        }
        return valueAt(path).isObject()
                ? at(lastSetIn(path), path + ": " + need, e)
                : at(path, String.format(Locale.ROOT, "%s = %s: %s", path, valueAt(path), need), e);
    }

    private IllegalArgumentException at(String key, String problem, Exception cause) {
        return new IllegalArgumentException(Effects.place(key, layers) + ": " + problem, cause);
    }

    /** Of a section whose values do not go together, the one that was set last. */
    private String lastSetIn(String path) {
        return layers.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(path + "."))
                .max(Comparator.comparingInt(entry -> entry.getValue().rank()))
                .map(Map.Entry::getKey)
                .orElse(path);
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
