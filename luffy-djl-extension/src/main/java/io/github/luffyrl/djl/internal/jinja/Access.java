package io.github.luffyrl.djl.internal.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes, subscripts and slices as Jinja's sandbox resolves them. */
final class Access {

    private Access() {}

    /** {@code value.name}: an attribute, or else a key. */
    static Object attribute(Object value, String name) {
        Object found = own(value, name);
        if (found == null && value instanceof Map<?, ?> map) {
            found = map.get(name);
        }
        return found == null ? Undefined.of(value, name) : found;
    }

    /** {@code value[key]}: a key or index, or else an attribute. */
    static Object subscript(Run run, Object value, Object key) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (key instanceof Slice slice) {
            return slice.of(run, value);
        }
        Object found = null;
        if (value instanceof Map<?, ?> map) {
            boolean hashable = !(key instanceof Map || key instanceof List);
            found = hashable ? map.get(Values.key(key)) : null;
        } else if (Numbers.isInteger(key)) {
            found = item(run, value, Numbers.integer(key, "an index"));
        }
        if (found == null && key instanceof String name) {
            found = own(value, name);
        }
        return found == null ? Undefined.of(value, key) : found;
    }

    private static @Nullable Object own(Object value, String name) {
        if (name.startsWith("__")) {
            throw new JinjaException("the attribute " + name + " is not supported");
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof Namespace namespace) {
            return namespace.get(name);
        }
        if (value instanceof Loop loop) {
            return loop.get(name);
        }
        if (value instanceof Cycler cycler) {
            return cycler.get(name);
        }
        if (value instanceof CallableValue) {
            throw new JinjaException("attributes of functions are not supported: " + name);
        }
        return Methods.of(value, name);
    }

    private static @Nullable Object item(Run run, Object value, BigInteger index) {
        Integer length = value instanceof DictView ? null : Values.lengthOrNull(value);
        if (length == null || index.bitLength() > 31) {
            return null;
        }
        long at = index.longValue() + (index.signum() < 0 ? length : 0);
        if (at < 0 || at >= length) {
            return null;
        }
        if (value instanceof String text) {
            run.read(text.length());
            return Character.toString(text.codePointAt(text.offsetByCodePoints(0, (int) at)));
        }
        List<Object> items = Values.itemsOrNull(value);
        if (items == null) {
            throw new JinjaException("an index of a " + Values.typeName(value));
        }
        return items.get((int) at);
    }

    /** {@code start:stop:step}, each possibly {@link None}. */
    record Slice(Object start, Object stop, Object step) {

        /** The part of a string, list or tuple. */
        Object of(Run run, Object value) {
            if (value instanceof String text) {
                return text(run, text);
            }
            if (!(value instanceof List || value instanceof Tuple)) {
                throw new JinjaException("a slice of a " + Values.typeName(value));
            }
            List<Object> items = Values.list(run, value);
            List<Object> part = new ArrayList<>();
            indices(items.size()).forEach(i -> part.add(items.get(i)));
            return value instanceof List ? part : new Tuple(part);
        }

        private String text(Run run, String text) {
            run.makeText(text.length());
            int length = Texts.length(text);
            Indices indices = indices(length);
            if (indices.step == 1) {
                int from = text.offsetByCodePoints(0, Math.min(indices.start, length));
                int count = Math.max(0, indices.stop - indices.start);
                return text.substring(from, text.offsetByCodePoints(from, count));
            }
            int[] characters = text.codePoints().toArray();
            StringBuilder part = new StringBuilder();
            indices.forEach(i -> part.appendCodePoint(characters[i]));
            return part.toString();
        }

        private Indices indices(int length) {
            int stride = step == None.NONE ? 1 : Numbers.count(step, "a slice's step");
            if (stride == 0) {
                throw new JinjaException("the step of a slice must not be 0");
            }
            int first = stride > 0 ? 0 : -1;
            int last = stride > 0 ? length : length - 1;
            return new Indices(
                    start == None.NONE
                            ? (stride > 0 ? first : last)
                            : clamp(start, length, first, last),
                    stop == None.NONE
                            ? (stride > 0 ? last : first)
                            : clamp(stop, length, first, last),
                    stride);
        }

        private static int clamp(Object bound, int length, int first, int last) {
            int at = Numbers.count(bound, "a slice's bound");
            return Math.max(first, Math.min(last, at < 0 ? at + length : at));
        }
    }

    private record Indices(int start, int stop, int step) {

        void forEach(java.util.function.IntConsumer action) {
            for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
                action.accept((int) i);
            }
        }
    }
}
