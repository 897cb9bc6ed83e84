package io.github.luffyrl.core.prime;

/** Groups are consecutive blocks of rows. */
final class Groups {

    private Groups() {}

    static void requireWhole(int rows, int groupSize) {
        if (groupSize < 1 || rows == 0 || rows % groupSize != 0) {
            throw new IllegalArgumentException(rows + " rows are not whole groups of " + groupSize);
        }
    }
}
