package io.github.luffyrl.core.prefix;

/**
 * How a planned group turned out.
 *
 * @param problem the problem's id
 * @param successRate share of the group's rows that solved it, in [0, 1]
 */
public record GroupResult(String problem, double successRate) {

    /** Checks the range. */
    public GroupResult {
        if (!(successRate >= 0 && successRate <= 1)) {
            throw new IllegalArgumentException(
                    "successRate = " + successRate + " of problem " + problem + ", need [0, 1]");
        }
    }
}
