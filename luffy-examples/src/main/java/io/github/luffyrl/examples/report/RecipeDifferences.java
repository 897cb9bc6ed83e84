package io.github.luffyrl.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the settings in which the recipes of runs differ. */
final class RecipeDifferences {

    private static final String NONE = "–";

    private RecipeDifferences() {}

    /**
     * A setting that is not the same in all recipes.
     *
     * @param key such as {@code optimizer.learningRate}
     * @param values one for each recipe
     */
    record Difference(String key, List<String> values) {}

    /** Compares recipes in YAML; the differences are sorted by key. */
    static List<Difference> of(List<String> recipes) {
        List<Map<String, String>> settings =
                recipes.stream().map(RecipeDifferences::settings).toList();
        TreeSet<String> keys = new TreeSet<>();
        settings.forEach(recipe -> keys.addAll(recipe.keySet()));
        return keys.stream()
                .map(
                        key ->
                                new Difference(
                                        key,
                                        settings.stream()
                                                .map(recipe -> recipe.getOrDefault(key, NONE))
                                                .toList()))
                .filter(difference -> difference.values().stream().distinct().count() > 1)
                .toList();
    }

    private static Map<String, String> settings(String yaml) {
        Map<String, String> settings = new HashMap<>();
        try {
            collect("", new YAMLMapper().readTree(yaml), settings);
        } catch (JsonProcessingException e) {
            settings.put("recipe.yaml", "cannot be read: " + e.getOriginalMessage());
        }
        return settings;
    }

    private static void collect(String path, JsonNode node, Map<String, String> settings) {
        if (node.isObject()) {
            String parent = path.isEmpty() ? "" : path + ".";
            node.properties().forEach(e -> collect(parent + e.getKey(), e.getValue(), settings));
        } else if (!node.isMissingNode()) {
            settings.put(path, node.isValueNode() ? node.asText() : node.toString());
        }
    }
}
