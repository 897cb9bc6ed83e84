package io.github.luffyrl.djl.internal.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call's arguments, evaluated. */
record Arguments(List<Object> positional, Map<String, Object> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Object... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    /** These without the first {@code count} positional ones. */
    Arguments after(int count) {
        return new Arguments(positional.subList(count, positional.size()), named);
    }

    /** These with one more by name. */
    Arguments with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(named);
        if (more.put(name, value) != null) {
            throw new JinjaException("the argument " + name + " is given twice");
        }
        return new Arguments(positional, Collections.unmodifiableMap(more));
    }

    /** Assigns these to parameters, as Python does. */
    Bound bind(String function, String... parameters) {
        if (positional.size() > parameters.length) {
            throw new JinjaException(
                    function + " takes at most " + parameters.length + " arguments");
        }
        List<@Nullable Object> values = new ArrayList<>(positional);
        while (values.size() < parameters.length) {
            values.add(null);
        }
        named.forEach(
                (name, value) -> {
                    int at = Arrays.asList(parameters).indexOf(name);
                    if (at < 0) {
                        throw new JinjaException(function + " has no argument " + name);
                    }
                    if (values.set(at, value) != null) {
                        throw new JinjaException(function + ": " + name + " is given twice");
                    }
                });
        return new Bound(function, parameters, values);
    }

    /** Requires that there are none. */
    void bindNone(String function) {
        bind(function);
    }

    /** Arguments in the order of their parameters. */
    static final class Bound {

        private final String function;
        private final String[] parameters;
        private final List<@Nullable Object> values;

        private Bound(String function, String[] parameters, List<@Nullable Object> values) {
            this.function = function;
            this.parameters = parameters;
            this.values = values;
        }

        Object get(int index) {
            Object value = values.get(index);
            if (value == null) {
                throw new JinjaException(function + " needs an argument " + parameters[index]);
            }
            return value;
        }

        Object get(int index, Object otherwise) {
            Object value = values.get(index);
            return value == null ? otherwise : value;
        }

        boolean has(int index) {
            return values.get(index) != null;
        }

        boolean flag(int index) {
            return Values.truth(get(index, false));
        }

        String text(int index) {
            return Texts.of(get(index), function);
        }

        String text(int index, String otherwise) {
            return Texts.of(get(index, otherwise), function);
        }

        int count(int index) {
            return Numbers.count(get(index), function);
        }

        int count(int index, int otherwise) {
            return has(index) ? count(index) : otherwise;
        }
    }
}
