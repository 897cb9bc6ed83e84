package io.github.luffyrl.djl.internal.jinja;

import java.util.Iterator;

/**
 * Python's generator: what {@code map} and {@code select} give. It can be iterated once.
 *
 * @param depth how many generators it draws from
 */
record Once(Iterator<Object> iterator, int depth) {

    private static final int MAX_DEPTH = 50;

    Once {
        if (depth > MAX_DEPTH) {
            throw new JinjaException("more than " + MAX_DEPTH + " generators on one another");
        }
    }

    Once(Iterator<Object> iterator) {
        this(iterator, 1);
    }

    /** A generator that draws from a value. */
    static Once from(Object source, Iterator<Object> iterator) {
        return new Once(iterator, source instanceof Once once ? once.depth + 1 : 1);
    }
}
