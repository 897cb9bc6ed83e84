package io.github.luffyrl.rewards.suite;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values by name, whose types are checked when they are asked for. */
record Fields(String prefix, Map<?, ?> values) {

    <T> Optional<T> get(String name, Class<T> type) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    prefix + name + " = " + value + "; need a " + type.getSimpleName());
        }
        return Optional.of(type.cast(value));
    }

    <T> T require(String name, Class<T> type) {
        return get(name, type)
                .orElseThrow(
                        () -> new IllegalArgumentException("field " + prefix + name + " missing"));
    }

    Fields fields(String name) {
        return new Fields(name + ".", get(name, Map.class).orElse(Map.of()));
    }

    Optional<List<String>> strings(String name) {
        return get(name, List.class)
                .map(list -> ((List<?>) list).stream().map(String::valueOf).toList());
    }
}
