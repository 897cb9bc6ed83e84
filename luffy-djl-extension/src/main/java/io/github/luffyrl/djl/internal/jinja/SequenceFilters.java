package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Arguments.Bound;
import io.github.luffyrl.djl.internal.jinja.Filters.Filter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Jinja's filters on lists and dictionaries. */
final class SequenceFilters {

    private SequenceFilters() {}

    static void register(Map<String, Filter> filters) {
        filters.put("length", SequenceFilters::length);
        filters.put("count", SequenceFilters::length);
        filters.put("default", SequenceFilters::otherwise);
        filters.put("d", SequenceFilters::otherwise);
        filters.put("list", (run, value, args) -> list(run, value, args));
        filters.put("first", SequenceFilters::first);
        filters.put("last", SequenceFilters::last);
        filters.put("reverse", SequenceFilters::reverse);
        filters.put("join", SequenceFilters::join);
        filters.put("items", SequenceFilters::items);
        filters.put("dictsort", SequenceFilters::sortDictionary);
        filters.put("sort", SequenceFilters::sort);
        filters.put("unique", SequenceFilters::unique);
        filters.put("sum", SequenceFilters::sum);
        filters.put("min", (run, value, args) -> extreme(run, value, args, -1));
        filters.put("max", (run, value, args) -> extreme(run, value, args, 1));
        filters.put("batch", SequenceFilters::batch);
        filters.put("slice", SequenceFilters::slice);
    }

    private static Object length(Run run, Object value, Arguments arguments) {
        arguments.bindNone("length");
        Integer length = Values.lengthOrNull(value);
        if (length == null) {
            throw new JinjaException("length of a " + Values.typeName(value));
        }
        return BigInteger.valueOf(length);
    }

    private static Object otherwise(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("default", "default_value", "boolean");
        boolean missing = value instanceof Undefined || (bound.flag(1) && !Values.truth(value));
        return missing ? bound.get(0, "") : value;
    }

    private static Object list(Run run, Object value, Arguments arguments) {
        arguments.bindNone("list");
        return Values.list(run, value);
    }

    private static Object first(Run run, Object value, Arguments arguments) {
        arguments.bindNone("first");
        Iterator<Object> items = Values.iterate(run, value);
        return items.hasNext() ? items.next() : new Undefined("first of nothing is undefined");
    }

    private static Object last(Run run, Object value, Arguments arguments) {
        arguments.bindNone("last");
        if (value instanceof Once) {
            throw new JinjaException("last of a generator; make it a list first");
        }
        List<Object> items = Values.list(run, value);
        return items.isEmpty()
                ? new Undefined("last of nothing is undefined")
                : items.get(items.size() - 1);
    }

    private static Object reverse(Run run, Object value, Arguments arguments) {
        arguments.bindNone("reverse");
        if (value instanceof Markup) {
            throw new JinjaException("reverse of a safe string is not supported");
        }
        List<Object> items = Values.list(run, value);
        Collections.reverse(items);
        if (value instanceof String text) {
            run.makeText(text.length());
            StringBuilder out = new StringBuilder();
            items.forEach(out::append);
            return out.toString();
        }
        return value instanceof Once ? items : new Once(items.iterator());
    }

    private static Object join(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("join", "d", "attribute");
        UnaryOperator<Object> getter = Selection.attribute(run, bound.get(1, None.NONE));
        List<String> parts = new ArrayList<>();
        for (Object item : Values.list(run, value)) {
            parts.add(Repr.str(run, getter.apply(item)));
        }
        return StringMethods.join(run, Repr.str(run, bound.get(0, "")), parts);
    }

    private static Object items(Run run, Object value, Arguments arguments) {
        arguments.bindNone("items");
        if (value instanceof Undefined) {
            return new Once(Collections.emptyIterator());
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new JinjaException("items of a " + Values.typeName(value));
        }
        run.makeList(map.size());
        return new Once(Methods.items(map).iterator());
    }

    /** An order for sorting, case folded unless told otherwise. */
    private static Comparator<Object> order(Run run, UnaryOperator<Object> key, boolean reverse) {
        Comparator<Object> order = (a, b) -> Comparisons.compare(run, key.apply(a), key.apply(b));
        return reverse ? order.reversed() : order;
    }

    private static Object folded(Run run, Object value, boolean caseSensitive) {
        if (caseSensitive || !(value instanceof String text)) {
            return value;
        }
        run.makeText(text.length());
        return Texts.lower(text);
    }

    private static Object sortDictionary(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("dictsort", "case_sensitive", "by", "reverse");
        int part = List.of("key", "value").indexOf(bound.text(1, "key"));
        if (part < 0 || !(value instanceof Map<?, ?> map)) {
            throw new JinjaException("dictsort sorts dictionaries by key or by value");
        }
        run.makeList(map.size());
        List<Object> items = Methods.items(map);
        items.sort(
                order(
                        run,
                        item -> folded(run, ((Tuple) item).items().get(part), bound.flag(0)),
                        bound.flag(2)));
        return items;
    }

    private static Object sort(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("sort", "reverse", "case_sensitive", "attribute");
        Object names = bound.get(2, None.NONE);
        List<UnaryOperator<Object>> getters = new ArrayList<>();
        if (names instanceof String text) {
            for (String name : text.split(",", -1)) {
                getters.add(Selection.attribute(run, name));
            }
        } else {
            getters.add(Selection.attribute(run, names));
        }
        UnaryOperator<Object> key =
                item -> {
                    List<Object> keys = new ArrayList<>();
                    getters.forEach(
                            getter -> keys.add(folded(run, getter.apply(item), bound.flag(1))));
                    return keys;
                };
        List<Object> items = Values.list(run, value);
        items.sort(order(run, key, bound.flag(0)));
        return items;
    }

    private static Object unique(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("unique", "case_sensitive", "attribute");
        UnaryOperator<Object> getter = Selection.attribute(run, bound.get(1, None.NONE));
        Set<Object> seen = new HashSet<>();
        return Once.from(
                value,
                Selection.filtered(
                        Values.iterate(run, value),
                        item -> {
                            Object key = folded(run, getter.apply(item), bound.flag(0));
                            if (key instanceof Undefined) {
                                key = Undefined.name("");
                            }
                            run.step(1);
                            return seen.add(Values.key(key));
                        }));
    }

    private static Object sum(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("sum", "attribute", "start");
        UnaryOperator<Object> getter = Selection.attribute(run, bound.get(0, None.NONE));
        Object sum = bound.get(1, BigInteger.ZERO);
        if (sum instanceof String) {
            throw new JinjaException("sum of texts; join them");
        }
        for (Object item : Values.list(run, value)) {
            sum = Operators.binary(run, "+", sum, getter.apply(item));
        }
        return sum;
    }

    private static Object extreme(Run run, Object value, Arguments arguments, int sign) {
        Bound bound = arguments.bind("min or max", "case_sensitive", "attribute");
        UnaryOperator<Object> getter = Selection.attribute(run, bound.get(1, None.NONE));
        Comparator<Object> order =
                order(run, item -> folded(run, getter.apply(item), bound.flag(0)), false);
        Object best = new Undefined("min or max of nothing is undefined");
        for (Object item : Values.list(run, value)) {
            if (best instanceof Undefined || order.compare(item, best) * sign > 0) {
                best = item;
            }
        }
        return best;
    }

    private static Object batch(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("batch", "linecount", "fill_with");
        int size = bound.count(0);
        if (size <= 0) {
            throw new JinjaException("batch of " + size);
        }
        List<Object> batches = new ArrayList<>();
        List<Object> items = Values.list(run, value);
        run.makeList(items.size());
        for (int at = 0; at < items.size(); at += size) {
            int end = (int) Math.min((long) at + size, items.size());
            batches.add(filled(run, items.subList(at, end), size, bound));
        }
        return new Once(batches.iterator());
    }

    private static List<Object> filled(Run run, List<Object> items, int size, Bound bound) {
        List<Object> filled = new ArrayList<>(items);
        Object filler = bound.get(1, None.NONE);
        if (filler != None.NONE) {
            run.makeList(size);
            filled.addAll(Collections.nCopies(Math.max(0, size - items.size()), filler));
        }
        return filled;
    }

    private static Object slice(Run run, Object value, Arguments arguments) {
        Bound bound = arguments.bind("slice", "slices", "fill_with");
        int slices = bound.count(0);
        if (slices <= 0) {
            throw new JinjaException("slice into " + slices);
        }
        run.makeList(slices);
        List<Object> items = Values.list(run, value);
        int size = items.size() / slices;
        int longer = items.size() % slices;
        List<Object> parts = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < slices; i++) {
            int end = at + size + (i < longer ? 1 : 0);
            int wanted = i < longer ? 0 : size + 1;
            parts.add(filled(run, items.subList(at, end), wanted, bound));
            at = end;
        }
        return new Once(parts.iterator());
    }
}
