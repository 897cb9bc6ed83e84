package io.github.luffyrl.djl.internal.jinja;

/** What a template can call. */
@FunctionalInterface
interface CallableValue {

    Object call(Run run, Arguments arguments);
}
