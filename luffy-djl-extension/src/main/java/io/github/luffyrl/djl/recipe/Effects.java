package io.github.luffyrl.djl.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/** Which settings of a recipe have no effect, because of others. */
final class Effects {

    private Effects() {}

    /** Removes settings without effect. */
    static void remove(Record recipe, ObjectNode values) {
        sections(recipe, "", (path, section) -> at(values, path).remove(section.withoutEffect()));
    }

    /** Visits all sections in which a setting may leave others without effect. */
    static void sections(Record record, String path, BiConsumer<String, Section> visitor) {
        if (record instanceof Section section) {
            visitor.accept(path, section);
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                if (component.getAccessor().invoke(record) instanceof Record nested) {
                    String name = component.getName();
                    sections(nested, path.isEmpty() ? name : path + "." + name, visitor);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("components of public records can be read", e);
            }
        }
    }

    /**
     * Removes the keys that a chosen kind does not read, where they come from a layer below the one
     * that chose it.
     *
     * @param node the section
     * @param type its type
     * @param path of the section, empty or ended by a dot
     * @param layers where each value comes from
     * @throws IllegalArgumentException if such a key was set in the same layer, or above
     */
    static void prune(ObjectNode node, Class<?> type, String path, Map<String, Layer> layers) {
        if (Kinds.has(type)) {
            pruneKind(node, Kinds.of(type), path, layers);
            return;
        }
        if (!type.isRecord()) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (node.get(component.getName()) instanceof ObjectNode nested) {
                prune(nested, component.getType(), path + component.getName() + ".", layers);
            }
        }
    }

    private static void pruneKind(
            ObjectNode node, Kinds kinds, String path, Map<String, Layer> layers) {
        String kindKey = path + kinds.key();
        JsonNode kind = node.get(kinds.key());
        if (!kind.isTextual() || !kinds.records().containsKey(kind.textValue())) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s: %s = %s: need one of %s",
                            place(kindKey, layers),
                            kindKey,
                            kind,
                            String.join(", ", kinds.records().keySet())));
        }
        String chosen = kind.textValue();
        for (String key : node.properties().stream().map(Map.Entry::getKey).toList()) {
            if (!key.equals(kinds.key()) && !kinds.keys(chosen).contains(key)) {
                refuseAbove(
                        kindKey,
                        path + key,
                        layers,
                        node.get(key),
                        chosen,
                        "; it is a setting of " + String.join(", ", kinds.reading(key)));
                node.remove(key);
            }
        }
    }

    /** Refuses a setting without effect, unless the layer above has chosen what makes it so. */
    static void refuseAbove(
            String deciding,
            String path,
            Map<String, Layer> layers,
            JsonNode value,
            String chosen,
            String remedy) {
        int decided = rank(deciding, layers);
        for (Map.Entry<String, Layer> entry : layers.entrySet()) {
            String key = entry.getKey();
            boolean there = key.equals(path) || key.startsWith(path + ".");
            int rank = entry.getValue().rank();
            if (there && rank >= decided && rank > Layer.DEFAULTS) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "%s: %s = %s has no effect with %s = %s%s",
                                place(key, layers),
                                path,
                                value,
                                deciding,
                                chosen,
                                remedy));
            }
        }
    }

    private static int rank(String path, Map<String, Layer> layers) {
        Layer layer = layers.get(path);
        return layer == null ? Layer.DEFAULTS : layer.rank();
    }

    /** Where a value comes from. */
    static String place(String path, Map<String, Layer> layers) {
        Layer layer = layers.get(path);
        return layer == null ? "the defaults" : layer.place(path);
    }

    static ObjectNode at(ObjectNode values, String path) {
        return path.isEmpty() ? values : (ObjectNode) values.at("/" + path.replace('.', '/'));
    }
}
