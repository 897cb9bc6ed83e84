package io.github.luffyrl.djl.internal.jinja;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.List;

/** Python's range, of at most 100,000 items as in Jinja's sandbox. */
record Range(long start, long stop, long step) {

    private static final long MAX_ITEMS = 100_000;

    Range {
        if (step == 0) {
            throw new JinjaException("the step of a range must not be 0");
        }
        long items = count(start, stop, step);
        if (items > MAX_ITEMS) {
            throw new JinjaException(
                    "a range of " + items + " items; the sandbox allows " + MAX_ITEMS);
        }
    }

    static Range of(Arguments arguments) {
        List<Object> given = arguments.positional();
        if (given.isEmpty() || given.size() > 3 || !arguments.named().isEmpty()) {
            throw new JinjaException("range() takes 1 to 3 numbers");
        }
        if (given.size() == 1) {
            return new Range(0, bound(given.get(0)), 1);
        }
        long step = given.size() == 3 ? bound(given.get(2)) : 1;
        return new Range(bound(given.get(0)), bound(given.get(1)), step);
    }

    private static long bound(Object value) {
        BigInteger bound = Numbers.integer(value, "range()");
        if (bound.bitLength() > 53) {
            throw new JinjaException("range() of numbers beyond 2^53 is not supported");
        }
        return bound.longValueExact();
    }

    private static long count(long start, long stop, long step) {
        long distance = step > 0 ? stop - start : start - stop;
        return distance <= 0 ? 0 : (distance - 1) / Math.abs(step) + 1;
    }

    List<Object> items() {
        int size = (int) count(start, stop, step);
        return new AbstractList<>() {
            @Override
            public Object get(int index) {
                return BigInteger.valueOf(start + index * step);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** As it prints. */
    String repr() {
        return "range(" + start + ", " + stop + (step == 1 ? "" : ", " + step) + ")";
    }
}
