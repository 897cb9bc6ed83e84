package io.github.luffyrl.examples.notebook;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the cell that runs has shown. Public and static, for the code of cells. */
public final class ShownContent {

    private static final Map<String, String> TYPES = new LinkedHashMap<>();
    private static int count;

    private ShownContent() {}

    static void clear() {
        TYPES.clear();
    }

    static Set<String> types() {
        return new TreeSet<>(TYPES.values());
    }

    /** Shows something new. */
    public static String show(Object content, String type) {
        JavaKernel.requireShowable(content, type);
        String id = "shown-" + ++count;
        TYPES.put(id, type);
        return id;
    }

    /** Replaces something. */
    public static void replace(String id, Object content, String type) {
        JavaKernel.requireShowable(content, type);
        assertTrue(TYPES.containsKey(id), id);
        TYPES.put(id, type);
    }
}
