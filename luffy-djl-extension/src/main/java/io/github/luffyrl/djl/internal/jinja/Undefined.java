package io.github.luffyrl.djl.internal.jinja;

/**
 * What an unknown name, key or attribute evaluates to: empty when printed, false when tested, an
 * error when anything else is done with it.
 *
 * @param message the error
 */
record Undefined(String message) {

    static Undefined name(String name) {
        return new Undefined("'" + name + "' is undefined");
    }

    static Undefined of(Object owner, Object key) {
        return new Undefined("a " + Values.typeName(owner) + " has no " + Texts.preview(key));
    }

    JinjaException failure() {
        return new JinjaException(message);
    }
}
