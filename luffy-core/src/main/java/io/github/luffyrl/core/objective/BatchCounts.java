package io.github.luffyrl.core.objective;

/**
 * The counts of a mini-batch that its losses are normalised by. All micro-batches of a mini-batch
 * use those of the whole, so the loss does not depend on how it is cut.
 *
 * @param unguided of the rows without a demonstration token
 * @param guided of the rows with at least one
 */
public record BatchCounts(RowCounts unguided, RowCounts guided) {

    /** No rows. */
    public static final BatchCounts ZERO = new BatchCounts(RowCounts.ZERO, RowCounts.ZERO);

    /**
     * Counts a batch.
     *
     * @param batch the batch
     * @return its counts
     */
    public static BatchCounts of(TokenBatch batch) {
        BatchCounts counts = ZERO;
        for (int b = 0; b < batch.rows(); b++) {
            counts = counts.plusRow(batch.guided(b), batch.tokens(b));
        }
        return counts;
    }

    /**
     * Adds a row.
     *
     * @param isGuided whether it has a demonstration token
     * @param rowTokens its tokens in the mask
     * @return the counts with the row
     */
    public BatchCounts plusRow(boolean isGuided, long rowTokens) {
        return isGuided
                ? new BatchCounts(unguided, guided.plusRow(rowTokens))
                : new BatchCounts(unguided.plusRow(rowTokens), guided);
    }

    /**
     * Adds another batch.
     *
     * @param other its counts
     * @return the counts of both
     */
    public BatchCounts plus(BatchCounts other) {
        return new BatchCounts(unguided.plus(other.unguided), guided.plus(other.guided));
    }

    /**
     * Returns the counts of all rows.
     *
     * @return both together
     */
    public RowCounts all() {
        return unguided.plus(guided);
    }
}
