package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.djl.batch.TokenRow;
import java.util.List;

/**
 * What one optimizer step is made from.
 *
 * @param rows rows that are trained on, at least one
 * @param counts of all rows but masked ones, those that are left out included
 * @param leftOut how many rows are left out because they have no advantage
 */
record MiniBatch(List<TokenRow> rows, BatchCounts counts, int leftOut) {

    /** A mini-batch of all rows. */
    MiniBatch(List<TokenRow> rows) {
        this(rows, TokenRow.counts(rows), 0);
    }

    /** Tokens of the prompts and responses of the rows that are trained on. */
    long tokens() {
        return rows.stream().mapToLong(TokenRow::length).sum();
    }
}
