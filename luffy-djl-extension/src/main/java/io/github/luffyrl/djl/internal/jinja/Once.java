package io.github.luffyrl.djl.internal.jinja;

import java.util.Iterator;

/** Python's generator: what {@code map} and {@code select} give. It can be iterated once. */
record Once(Iterator<Object> iterator) {}
