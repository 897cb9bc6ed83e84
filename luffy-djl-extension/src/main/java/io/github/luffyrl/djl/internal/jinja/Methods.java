package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Arguments.Bound;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods of Python's strings, dictionaries and lists. One that Python has and this class does
 * not is refused; one that changes its object is undefined, as in Jinja's immutable sandbox.
 */
final class Methods {

    private static final Set<String> OTHER_OF_STRINGS =
            Set.of(
                    "casefold",
                    "encode",
                    "expandtabs",
                    "format_map",
                    "isidentifier",
                    "isnumeric",
                    "isprintable",
                    "istitle",
                    "maketrans",
                    "translate");
    private static final Set<String> OF_NUMBERS =
            Set.of(
                    "as_integer_ratio",
                    "bit_count",
                    "bit_length",
                    "conjugate",
                    "denominator",
                    "from_bytes",
                    "fromhex",
                    "hex",
                    "imag",
                    "is_integer",
                    "numerator",
                    "real",
                    "to_bytes");

    private Methods() {}

    /** The method of that name, bound to the value; null if Python has none that it may call. */
    static @Nullable CallableValue of(Object value, String name) {
        if (value instanceof String text) {
            StringMethods.Method method = StringMethods.ALL.get(name);
            if (method == null && OTHER_OF_STRINGS.contains(name)) {
                throw unsupported("str", name);
            }
            return method == null ? null : (run, arguments) -> method.call(run, text, arguments);
        }
        if (value instanceof Map<?, ?> map) {
            return ofDictionary(map, name);
        }
        if (value instanceof List || value instanceof Tuple || value instanceof Range) {
            return ofSequence(value, name);
        }
        boolean hidden = Numbers.isNumber(value) && OF_NUMBERS.contains(name);
        if (hidden
                || value instanceof Markup
                || value instanceof DictView
                || value instanceof Once) {
            throw unsupported(Values.typeName(value), name);
        }
        return null;
    }

    private static @Nullable CallableValue ofDictionary(Map<?, ?> map, String name) {
        return switch (name) {
            case "get" -> (run, arguments) -> get(map, arguments);
            case "keys" -> view(name, map, new ArrayList<>(map.keySet()));
            case "values" -> view(name, map, new ArrayList<>(map.values()));
            case "items" -> view(name, map, items(map));
            case "copy" ->
                    (run, arguments) -> {
                        arguments.bindNone("copy");
                        return map;
                    };
            case "fromkeys" -> throw unsupported("dict", name);
            default -> null;
        };
    }

    private static Object get(Map<?, ?> map, Arguments arguments) {
        if (!arguments.named().isEmpty()) {
            throw new JinjaException("get() takes no keyword arguments");
        }
        Bound bound = arguments.bind("get", "key", "default");
        Object value = map.get(Values.key(bound.get(0)));
        return value == null ? bound.get(1, None.NONE) : value;
    }

    /** Key and value pairs. */
    static List<Object> items(Map<?, ?> map) {
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(Tuple.of(key, value)));
        return items;
    }

    private static CallableValue view(String name, Map<?, ?> map, List<Object> items) {
        return (run, arguments) -> {
            arguments.bindNone(name);
            run.makeList(map.size());
            return new DictView("dict_" + name, items);
        };
    }

    private static @Nullable CallableValue ofSequence(Object value, String name) {
        return switch (name) {
            case "index" -> (run, arguments) -> index(run, value, arguments);
            case "count" ->
                    (run, arguments) -> {
                        Object item = arguments.bind("count", "value").get(0);
                        long count =
                                Values.list(run, value).stream()
                                        .filter(each -> Comparisons.equal(run, each, item))
                                        .count();
                        return BigInteger.valueOf(count);
                    };
            case "copy" -> {
                if (value instanceof List) {
                    yield (run, arguments) -> {
                        arguments.bindNone("copy");
                        return value;
                    };
                }
                yield null;
            }
            case "start", "stop", "step" -> {
                if (value instanceof Range) {
                    throw unsupported("range", name);
                }
                yield null;
            }
            default -> null;
        };
    }

    private static Object index(Run run, Object value, Arguments arguments) {
        Object item = arguments.bind("index", "value").get(0);
        List<Object> items = Values.list(run, value);
        for (int i = 0; i < items.size(); i++) {
            if (Comparisons.equal(run, items.get(i), item)) {
                return BigInteger.valueOf(i);
            }
        }
        throw new JinjaException("index(): " + Texts.preview(item) + " is not in the list");
    }

    private static JinjaException unsupported(String type, String name) {
        return new JinjaException("the attribute " + name + " of a " + type + " is not supported");
    }
}
