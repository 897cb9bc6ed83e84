package io.github.luffyrl.examples.recipe;

import io.github.luffyrl.core.prefix.PrefixSchedule;

/**
 * How much of the demonstrations the rows of a group get.
 *
 * @param kind which schedule
 * @param rows demonstrations per group, at least 1; {@code none} does not read it
 */
public record Prefix(Kind kind, int rows) {

    /** Which schedule. */
    public enum Kind {
        /** See {@link PrefixSchedule#none()}. */
        NONE,
        /** See {@link PrefixSchedule.WholeDemonstration}. */
        WHOLE_DEMONSTRATION
    }

    /** Checks the range. */
    public Prefix {
        Require.that(rows >= 1, "rows", rows, "at least 1");
    }

    /**
     * Returns the schedule.
     *
     * @return that of the kind
     */
    public PrefixSchedule schedule() {
        return switch (kind) {
            case NONE -> PrefixSchedule.none();
            case WHOLE_DEMONSTRATION -> new PrefixSchedule.WholeDemonstration(rows);
        };
    }
}
