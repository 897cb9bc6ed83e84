package io.github.luffyrl.djl.internal.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** Jinja's namespace(): the only value whose attributes a template can set. */
final class Namespace {

    private final Map<String, Object> attributes = new LinkedHashMap<>();

    static Namespace of(Arguments arguments) {
        Namespace namespace = new Namespace();
        for (Object given : arguments.positional()) {
            if (!(given instanceof Map<?, ?> map)) {
                throw new JinjaException("namespace() takes names and dictionaries");
            }
            map.forEach((name, value) -> namespace.set((String) name, value));
        }
        arguments.named().forEach(namespace::set);
        return namespace;
    }

    Object get(String name) {
        Object value = attributes.get(name);
        return value == null || name.startsWith("_") ? Undefined.of(this, name) : value;
    }

    void set(String name, Object value) {
        attributes.put(name, value);
    }
}
