package io.github.luffyrl.djl.recipe;

/** Checks of ranges, with messages that name the key. */
final class Require {

    private Require() {}

    static void that(boolean holds, String key, Object value, String need) {
        if (!holds) {
            throw new InvalidValueException(key, value, need);
        }
    }

    static void positive(String key, double value) {
        that(value > 0 && Double.isFinite(value), key, value, "a number above 0");
    }

    static void notNegative(String key, double value) {
        that(value >= 0 && Double.isFinite(value), key, value, "a number of at least 0");
    }
}
