package io.github.luffyrl.djl.recipe;

import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import io.github.luffyrl.djl.model.CausalLm;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes down every value that can be reached from luffy's objects, recipes left out. */
final class ObjectGraph {

    private final StringBuilder text = new StringBuilder();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    ObjectGraph add(Object value) {
        if (value == null || value instanceof Recipe) {
            return this;
        }
        if (value instanceof Number
                || value instanceof CharSequence
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum
                || value instanceof Pattern
                || value.getClass().getName().startsWith("java.util.Optional")) {
            text.append(value).append('\n');
            return this;
        }
        if (!seen.add(value)) {
            return this;
        }
        if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                add(Array.get(value, i));
            }
        } else if (value instanceof Iterable<?> elements) {
            elements.forEach(this::add);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, element) -> add(key).add(element));
        } else if (value.getClass().getName().startsWith("io.github.luffyrl.")) {
            addFields(value);
        }
        return this;
    }

    private void addFields(Object value) {
        text.append(value.getClass().getName().replaceAll("\\$\\$Lambda.*", "")).append('\n');
        if (value instanceof CausalLm block) {
            for (Pair<String, Parameter> parameter : block.getParameters()) {
                add(parameter.getKey()).add(parameter.getValue().getArray().getShape().toString());
            }
        }
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    try {
                        field.setAccessible(true);
                        add(field.get(value));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(field + " cannot be read", e);
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
