package io.github.luffyrl.djl.internal.jinja;

import io.github.luffyrl.djl.internal.jinja.Filters.Filter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Jinja's {@code map}, {@code select} and their relatives, lazy as in Python. */
final class Selection {

    private Selection() {}

    static void register(Map<String, Filter> filters) {
        filters.put("map", Selection::map);
        filters.put("select", (run, value, args) -> select(run, value, args, false, true));
        filters.put("reject", (run, value, args) -> select(run, value, args, false, false));
        filters.put("selectattr", (run, value, args) -> select(run, value, args, true, true));
        filters.put("rejectattr", (run, value, args) -> select(run, value, args, true, false));
    }

    /** What reads an attribute such as {@code a.b} or {@code 0} of an item; None reads the item. */
    static UnaryOperator<Object> attribute(Run run, Object name) {
        if (name == None.NONE) {
            return item -> item;
        }
        List<Object> parts = new ArrayList<>();
        if (name instanceof String path) {
            for (String part : path.split("\\.", -1)) {
                boolean index = !part.isEmpty() && part.chars().allMatch(Character::isDigit);
                parts.add(index ? new BigInteger(part) : part);
            }
        } else {
            parts.add(name);
        }
        return item -> {
            Object value = item;
            for (Object part : parts) {
                run.step(1);
                value = Access.subscript(run, value, part);
            }
            return value;
        };
    }

    private static Object map(Run run, Object value, Arguments arguments) {
        if (!Values.truth(value)) {
            return new Once(Collections.emptyIterator());
        }
        UnaryOperator<Object> function = function(run, arguments);
        Iterator<Object> items = Values.iterate(run, value);
        return Once.from(
                value,
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return items.hasNext();
                    }

                    @Override
                    public Object next() {
                        return lazily(run, () -> function.apply(items.next()));
                    }
                });
    }

    /** A generator on a generator on .. is as deep as nested calls. */
    private static <T> T lazily(Run run, java.util.function.Supplier<T> next) {
        run.enter();
        T value = next.get();
        run.leave();
        return value;
    }

    private static UnaryOperator<Object> function(Run run, Arguments arguments) {
        Object attribute = arguments.named().get("attribute");
        if (arguments.positional().isEmpty() && attribute != null) {
            Arguments.Bound bound = arguments.bind("map", "attribute", "default");
            Object otherwise = bound.get(1, None.NONE);
            if (otherwise != None.NONE && attribute instanceof String path && path.contains(".")) {
                throw new JinjaException("map with a default and a path is not supported");
            }
            UnaryOperator<Object> getter = attribute(run, attribute);
            return item -> {
                Object value = getter.apply(item);
                return value instanceof Undefined && otherwise != None.NONE ? otherwise : value;
            };
        }
        if (arguments.positional().isEmpty()) {
            throw new JinjaException("map needs a filter or an attribute");
        }
        Filter filter = Filters.named(Texts.of(arguments.positional().get(0), "map"));
        Arguments rest = arguments.after(1);
        return item -> filter.apply(run, item, rest);
    }

    private static Object select(
            Run run, Object value, Arguments arguments, boolean byAttribute, boolean wanted) {
        if (!Values.truth(value)) {
            return new Once(Collections.emptyIterator());
        }
        Arguments rest = arguments;
        UnaryOperator<Object> getter = item -> item;
        if (byAttribute) {
            if (arguments.positional().isEmpty()) {
                throw new JinjaException("selectattr and rejectattr need an attribute");
            }
            getter = attribute(run, arguments.positional().get(0));
            rest = arguments.after(1);
        }
        Predicate<Object> test = test(run, rest);
        UnaryOperator<Object> read = getter;
        return Once.from(
                value,
                filtered(
                        Values.iterate(run, value),
                        item -> lazily(run, () -> test.test(read.apply(item)) == wanted)));
    }

    private static Predicate<Object> test(Run run, Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            return Values::truth;
        }
        Tests.Test test = Tests.named(Texts.of(arguments.positional().get(0), "select"));
        Arguments rest = arguments.after(1);
        return item -> test.test(run, item, rest);
    }

    /** The items that pass, each looked for when it is asked for. */
    static Iterator<Object> filtered(Iterator<Object> items, Predicate<Object> passes) {
        return new Iterator<>() {
            private @Nullable Object found;

            @Override
            public boolean hasNext() {
                while (found == null && items.hasNext()) {
                    Object item = items.next();
                    if (passes.test(item)) {
                        found = item;
                    }
                }
                return found != null;
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Object item = java.util.Objects.requireNonNull(found);
                found = null;
                return item;
            }
        };
    }
}
