package io.github.luffyrl.core.prefix;

/** Which rows of a group start from a demonstration; the others are the policy's alone. */
public sealed interface PrefixedRows {

    /**
     * Returns how many rows that are; they come first in the group.
     *
     * @param groupSize number of rows of the group
     * @return at least 1
     * @throws IllegalArgumentException if the group is too small
     */
    int count(int groupSize);

    /**
     * The first rows.
     *
     * @param count how many, at least 1
     * @return the rows
     */
    static PrefixedRows first(int count) {
        return new First(count);
    }

    /**
     * Every row: no row of the group is on-policy.
     *
     * @return the rows
     */
    static PrefixedRows all() {
        return new All();
    }

    /**
     * See {@link PrefixedRows#first}.
     *
     * @param rows how many, at least 1
     */
    record First(int rows) implements PrefixedRows {
        /** Rejects no rows. */
        public First {
            if (rows < 1) {
                throw new IllegalArgumentException(
                        "rows = " + rows + ": use PrefixSchedule.none() for no demonstration");
            }
        }

        @Override
        public int count(int groupSize) {
            if (rows > groupSize) {
                throw new IllegalArgumentException(
                        rows + " demonstration rows do not fit a group of " + groupSize);
            }
            return rows;
        }
    }

    /** See {@link PrefixedRows#all}. */
    record All() implements PrefixedRows {
        @Override
        public int count(int groupSize) {
            return groupSize;
        }
    }
}
