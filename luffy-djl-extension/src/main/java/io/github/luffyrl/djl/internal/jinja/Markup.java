package io.github.luffyrl.djl.internal.jinja;

/**
 * A string marked as safe. It prints as it stands; in Python, joining it with other strings escapes
 * those as HTML, so here whatever is not print, comparison or {@code ~} is refused.
 */
record Markup(String text) {}
