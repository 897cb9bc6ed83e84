package io.github.luffyrl.djl.internal.jinja;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running loop, and what the variable {@code loop} tells of it. */
final class Loop {

    private final Run run;
    private final Object iterable;
    private final CallableValue recursion;
    private final int depth0;
    private Iterator<Object> rest;
    private int index0 = -1;
    private @Nullable Object before;
    private @Nullable Object current;
    private @Nullable Object after;
    private @Nullable Integer length;
    private @Nullable Object lastChanged;

    /**
     * @param iterable what it runs over
     * @param filtered the items that pass the loop's condition
     * @param recursion what calling {@code loop} does
     * @param depth0 how many calls of {@code loop} it is in
     */
    Loop(Run run, Object iterable, Iterator<Object> filtered, CallableValue recursion, int depth0) {
        this.run = run;
        this.iterable = iterable;
        this.rest = filtered;
        this.recursion = recursion;
        this.depth0 = depth0;
    }

    boolean hasNext() {
        return after != null || rest.hasNext();
    }

    Object next() {
        Object next = after != null ? after : rest.next();
        after = null;
        index0++;
        before = current;
        current = next;
        return next;
    }

    CallableValue recursion() {
        return recursion;
    }

    int depth0() {
        return depth0;
    }

    /** Python counts a generator by running to its end. */
    int length() {
        if (length == null) {
            Integer known = Values.lengthOrNull(iterable);
            if (known == null) {
                List<Object> items = Values.list(run, new Once(rest));
                rest = items.iterator();
                known = items.size() + index0 + 1 + (after == null ? 0 : 1);
            }
            length = known;
        }
        return length;
    }

    private @Nullable Object peek() {
        if (after == null && rest.hasNext()) {
            after = rest.next();
        }
        return after;
    }

    Object get(String name) {
        return switch (name) {
            case "index0" -> number(index0);
            case "index" -> number(index0 + 1);
            case "revindex0" -> number(length() - index0 - 1);
            case "revindex" -> number(length() - index0);
            case "first" -> index0 == 0;
            case "last" -> peek() == null;
            case "length" -> number(length());
            case "depth0" -> number(depth0);
            case "depth" -> number(depth0 + 1);
            case "previtem" -> before == null ? new Undefined("there is no previous item") : before;
            case "nextitem" -> {
                Object next = peek();
                yield next == null ? new Undefined("there is no next item") : next;
            }
            case "cycle" -> (CallableValue) (r, arguments) -> cycle(arguments);
            case "changed" -> (CallableValue) (r, arguments) -> changed(arguments);
            default -> Undefined.of(this, name);
        };
    }

    private Object cycle(Arguments arguments) {
        List<Object> items = arguments.positional();
        if (items.isEmpty() || !arguments.named().isEmpty()) {
            throw new JinjaException("loop.cycle() needs items");
        }
        return items.get(index0 % items.size());
    }

    private Object changed(Arguments arguments) {
        Tuple now = new Tuple(arguments.positional());
        boolean changed = lastChanged == null || !Comparisons.equal(run, lastChanged, now);
        lastChanged = now;
        return changed;
    }

    private static Object number(int value) {
        return BigInteger.valueOf(value);
    }
}
