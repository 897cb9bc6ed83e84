package io.github.luffyrl.djl.internal.jinja;

import java.util.List;

/** Python's tuple: prints and compares unlike a list. */
record Tuple(List<Object> items) {

    static Tuple of(Object... items) {
        return new Tuple(List.of(items));
    }
}
