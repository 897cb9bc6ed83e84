package io.github.luffyrl.djl.internal.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template computes with, and what Python says of it. The kinds are closed: {@link None},
 * {@code Boolean}, {@code BigInteger}, {@code Double}, {@code String}, {@link Markup}, {@code
 * List}, {@link Tuple}, {@code Map}, {@link DictView}, {@link Range}, {@link Once}, {@link
 * Namespace}, {@link Loop}, {@link CallableValue} and {@link Undefined}. No list or map is ever
 * changed.
 */
final class Values {

    private Values() {}

    /** Takes a value from Java. */
    static Object of(@Nullable Object value) {
        if (value == null) {
            return None.NONE;
        }
        if (value instanceof String || value instanceof Boolean || value instanceof BigInteger) {
            return value;
        }
        if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            return BigInteger.valueOf(((Number) value).longValue());
        }
        if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Collection<?> items) {
            List<Object> list = new ArrayList<>();
            items.forEach(item -> list.add(of(item)));
            return list;
        }
        if (value instanceof Map<?, ?> entries) {
            Map<Object, Object> map = new LinkedHashMap<>();
            entries.forEach((key, entry) -> map.put(String.valueOf(key), of(entry)));
            return map;
        }
        throw new JinjaException("a template takes no " + value.getClass().getName());
    }

    /** Python's name of a value's type. */
    static String typeName(Object value) {
        if (value instanceof None) {
            return "None";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof BigInteger) {
            return "int";
        }
        if (value instanceof Double) {
            return "float";
        }
        if (value instanceof String || value instanceof Markup) {
            return value instanceof String ? "str" : "safe str";
        }
        if (value instanceof List) {
            return "list";
        }
        if (value instanceof Map) {
            return "dict";
        }
        if (value instanceof DictView view) {
            return view.kind();
        }
        if (value instanceof Once) {
            return "generator";
        }
        return value instanceof CallableValue
                ? "function"
                : Texts.lower(value.getClass().getSimpleName());
    }

    static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof BigInteger integer) {
            return integer.signum() != 0;
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof None || value instanceof Undefined) {
            return false;
        }
        Integer length = lengthOrNull(value);
        return length == null || length > 0;
    }

    /** Python's len(), or null where it fails. */
    static @Nullable Integer lengthOrNull(Object value) {
        if (value instanceof String text) {
            return Texts.length(text);
        }
        if (value instanceof Markup markup) {
            return Texts.length(markup.text());
        }
        if (value instanceof Map<?, ?> map) {
            return map.size();
        }
        if (value instanceof Loop loop) {
            return loop.length();
        }
        if (value instanceof Undefined) {
            return 0;
        }
        List<Object> items = itemsOrNull(value);
        return items == null ? null : items.size();
    }

    /** The items of what can be indexed or counted, a dictionary aside. */
    @SuppressWarnings("unchecked") // lists hold values only
    static @Nullable List<Object> itemsOrNull(Object value) {
        if (value instanceof List) {
            return (List<Object>) value;
        }
        if (value instanceof Tuple tuple) {
            return tuple.items();
        }
        if (value instanceof Range range) {
            return range.items();
        }
        return value instanceof DictView view ? view.items() : null;
    }

    static boolean isIterable(Object value) {
        return value instanceof Once || value instanceof Loop || lengthOrNull(value) != null;
    }

    @SuppressWarnings("unchecked") // keys are values
    static Iterator<Object> iterate(Run run, Object value) {
        if (value instanceof Once once) {
            return once.iterator();
        }
        if (value instanceof Map<?, ?> map) {
            return (Iterator<Object>) map.keySet().iterator();
        }
        if (value instanceof String || value instanceof Markup) {
            String text = value instanceof Markup markup ? markup.text() : (String) value;
            run.makeList(text.length());
            return Texts.characters(text).iterator();
        }
        if (value instanceof Undefined) {
            return List.of().iterator();
        }
        List<Object> items = itemsOrNull(value);
        if (items == null) {
            throw new JinjaException("a " + typeName(value) + " cannot be iterated");
        }
        return items.iterator();
    }

    /** Python's list(). */
    static List<Object> list(Run run, Object value) {
        List<Object> list = new ArrayList<>();
        for (Iterator<Object> items = iterate(run, value); items.hasNext(); ) {
            run.makeList(0);
            run.requireLength(list.size());
            list.add(items.next());
        }
        return list;
    }

    /** A key to put into a dictionary; one that would be printed as another is refused. */
    static Object newKey(Object value) {
        Object key = key(value);
        boolean kept =
                key instanceof String
                        || key == None.NONE
                        || ((key instanceof BigInteger || key instanceof Double)
                                && key.equals(value));
        if (!kept) {
            throw new JinjaException("a " + typeName(value) + " as a key is not supported");
        }
        return key;
    }

    /** What a dictionary finds under a key: 1, 1.0 and true are one key. */
    static Object key(Object value) {
        if (value instanceof Markup markup) {
            return markup.text();
        }
        if (value instanceof Boolean) {
            return Numbers.integer(value, "");
        }
        if (value instanceof Double number
                && number == Math.rint(number)
                && Math.abs(number) < 1e300) {
            return new BigDecimal(number).toBigInteger();
        }
        if (value instanceof Map || value instanceof List || value instanceof DictView) {
            throw new JinjaException("a " + typeName(value) + " is no key");
        }
        if (value instanceof Tuple) {
            throw new JinjaException("a tuple as a key is not supported");
        }
        return value;
    }
}
