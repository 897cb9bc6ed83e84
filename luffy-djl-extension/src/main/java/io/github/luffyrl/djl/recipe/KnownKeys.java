package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The keys that a recipe may have, as dotted paths. */
final class KnownKeys {

    private KnownKeys() {}

    /** All keys below a node, each after {@code section}. */
    static List<String> of(ObjectNode node, String section) {
        List<String> paths = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String path = section + entry.getKey();
            paths.add(path);
            if (entry.getValue() instanceof ObjectNode nested) {
                paths.addAll(of(nested, path + "."));
            }
        }
        return paths;
    }

    /** The key whose name is fewest edits away; among equals, the one whose path is. */
    static String nearest(ObjectNode known, String path) {
        Comparator<String> byPath = Comparator.comparingInt(k -> EditDistance.between(path, k));
        Comparator<String> byName =
                Comparator.comparingInt(k -> EditDistance.between(name(path), name(k)));
        return of(known, "").stream().min(byName.thenComparing(byPath)).orElseThrow();
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
