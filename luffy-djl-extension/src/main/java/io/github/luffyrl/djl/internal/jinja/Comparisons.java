package io.github.luffyrl.djl.internal.jinja;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python says of two values: equality, order, and {@code in}. */
final class Comparisons {

    private Comparisons() {}

    static boolean equal(Run run, Object a, Object b) {
        run.enter();
        boolean equal = (a == b && !(a instanceof Double)) || equalParts(run, a, b);
        run.leave();
        return equal;
    }

    private static boolean equalParts(Run run, Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            run.read(Math.min(x.length(), y.length()));
            return x.equals(y);
        }
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return !isNaN(a) && !isNaN(b) && Numbers.compare(a, b) == 0;
        }
        if (a instanceof Markup || b instanceof Markup) {
            return equal(run, plain(a), plain(b));
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return x.size() == y.size()
                    && x.keySet().equals(y.keySet())
                    && x.entrySet().stream()
                            .allMatch(e -> equal(run, e.getValue(), valueOf(y, e.getKey())));
        }
        if (a instanceof DictView || b instanceof DictView) {
            throw new JinjaException("comparing the keys or items of dictionaries");
        }
        List<Object> x = Values.itemsOrNull(a);
        List<Object> y = Values.itemsOrNull(b);
        if (x == null
                || y == null
                || (a.getClass() != b.getClass() && !(a instanceof List && b instanceof List))) {
            return a instanceof Undefined && b instanceof Undefined;
        }
        boolean same = x.size() == y.size();
        for (int i = 0; same && i < x.size(); i++) {
            same = equal(run, x.get(i), y.get(i));
        }
        return same;
    }

    private static Object valueOf(Map<?, ?> map, @Nullable Object key) {
        Object value = map.get(key);
        return value == null ? None.NONE : value;
    }

    private static Object plain(Object value) {
        return value instanceof Markup markup ? markup.text() : value;
    }

    private static boolean isNaN(Object value) {
        return value instanceof Double number && Double.isNaN(number);
    }

    /** Orders two values as {@code <} and sorting do. */
    static int compare(Run run, Object a, Object b) {
        run.enter();
        int order;
        if (a instanceof String x && b instanceof String y) {
            run.read(Math.min(x.length(), y.length()));
            order = compareCodePoints(x, y);
        } else if (Numbers.isNumber(a) && Numbers.isNumber(b) && !isNaN(a) && !isNaN(b)) {
            order = Numbers.compare(a, b);
        } else if ((a instanceof List && b instanceof List)
                || (a instanceof Tuple && b instanceof Tuple)) {
            order = compareItems(run, Values.list(run, a), Values.list(run, b));
        } else if (a instanceof Undefined undefined) {
            throw undefined.failure();
        } else {
            throw new JinjaException(
                    "a " + Values.typeName(a) + " and a " + Values.typeName(b) + " have no order");
        }
        run.leave();
        return order;
    }

    private static int compareItems(Run run, List<Object> a, List<Object> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            if (!equal(run, a.get(i), b.get(i))) {
                return compare(run, a.get(i), b.get(i));
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static int compareCodePoints(String a, String b) {
        for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(codePointOrder(a.charAt(i)), codePointOrder(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Halves of a pair stand for characters beyond all others. */
    private static int codePointOrder(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }

    /** Python's {@code in}. */
    static boolean contains(Run run, Object container, Object item) {
        if (container instanceof String || container instanceof Markup) {
            String text = (String) plain(container);
            String part = Texts.of(plain(item), "\"in\" a string");
            run.read((long) text.length() + part.length());
            return Search.first(text, part, 0) >= 0;
        }
        if (container instanceof Map<?, ?> map) {
            return map.containsKey(Values.key(item));
        }
        if (container instanceof Undefined) {
            return false;
        }
        for (Iterator<Object> items = Values.iterate(run, container); items.hasNext(); ) {
            if (equal(run, items.next(), item)) {
                return true;
            }
        }
        return false;
    }
}
