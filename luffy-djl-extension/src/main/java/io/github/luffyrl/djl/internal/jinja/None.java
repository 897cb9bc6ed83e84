package io.github.luffyrl.djl.internal.jinja;

/** Python's None. */
enum None {
    NONE
}
