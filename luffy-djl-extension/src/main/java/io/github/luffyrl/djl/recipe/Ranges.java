package io.github.luffyrl.djl.recipe;

/** Ranges of settings that no other class checks. */
final class Ranges {

    private Ranges() {}

    static void require(boolean holds, String key, Object value, String need) {
        if (!holds) {
            throw new IllegalArgumentException(key + " = " + value + ": need " + need);
        }
    }

    static void atLeastOne(String key, int value) {
        require(value >= 1, key, value, "at least 1");
    }

    static void positive(String key, double value) {
        require(value > 0 && Double.isFinite(value), key, value, "a number above 0");
    }

    static void notNegative(String key, double value) {
        require(value >= 0 && Double.isFinite(value), key, value, "a number of at least 0");
    }
}
