package io.github.luffyrl.core.prefix;

/**
 * How the rows of a group that were granted the same share of a demonstration turned out. Rows that
 * the policy wrote no token of do not count.
 *
 * @param problem the problem's id
 * @param ratio the share they were granted, in [0, 1]
 * @param successRate share of these rows that solved the problem, in [0, 1]
 */
public record GroupResult(String problem, double ratio, double successRate) {

    /** Checks the ranges. */
    public GroupResult {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                    "ratio = " + ratio + " of problem " + problem + ", need [0, 1]");
        }
        if (!(successRate >= 0 && successRate <= 1)) {
            throw new IllegalArgumentException(
                    "successRate = " + successRate + " of problem " + problem + ", need [0, 1]");
        }
    }
}
