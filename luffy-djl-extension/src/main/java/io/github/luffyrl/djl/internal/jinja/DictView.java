package io.github.luffyrl.djl.internal.jinja;

import java.util.List;

/**
 * What a dictionary's keys(), values() and items() give: can be counted and iterated, not indexed.
 *
 * @param kind the Python type, as it prints
 */
record DictView(String kind, List<Object> items) {}
