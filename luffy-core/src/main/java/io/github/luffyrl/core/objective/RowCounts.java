package io.github.luffyrl.core.objective;

/**
 * How many rows and tokens there are.
 *
 * @param tokens in the mask
 * @param rows all of them
 * @param nonEmptyRows those with a token in the mask
 */
public record RowCounts(long tokens, long rows, long nonEmptyRows) {

    /** No rows. */
    public static final RowCounts ZERO = new RowCounts(0, 0, 0);

    /** Rejects counts that contradict each other. */
    public RowCounts {
        if (!(0 <= nonEmptyRows && nonEmptyRows <= rows && nonEmptyRows <= tokens)) {
            throw new IllegalArgumentException(
                    tokens + " tokens in " + nonEmptyRows + " non-empty rows of " + rows);
        }
    }

    /**
     * Adds a row.
     *
     * @param rowTokens its tokens in the mask
     * @return the counts with the row
     */
    public RowCounts plusRow(long rowTokens) {
        return new RowCounts(tokens + rowTokens, rows + 1, nonEmptyRows + (rowTokens > 0 ? 1 : 0));
    }

    /**
     * Adds other rows.
     *
     * @param other their counts
     * @return the counts of both
     */
    public RowCounts plus(RowCounts other) {
        return new RowCounts(
                tokens + other.tokens, rows + other.rows, nonEmptyRows + other.nonEmptyRows);
    }
}
