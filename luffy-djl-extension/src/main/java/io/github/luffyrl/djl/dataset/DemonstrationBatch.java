package io.github.luffyrl.djl.dataset;

import ai.djl.ndarray.NDManager;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.djl.batch.TokenRow;
import java.util.List;

/** The demonstrations of one step as a DJL batch. */
public final class DemonstrationBatch extends SplittingBatch {

    private static final float TEMPERATURE = 1;

    DemonstrationBatch(
            NDManager manager, List<TokenRow> rows, int microBatchTokens, long step, int steps) {
        super(manager, rows, counts(rows), TEMPERATURE, microBatchTokens, step, steps);
    }

    private static BatchCounts counts(List<TokenRow> rows) {
        BatchCounts counts = BatchCounts.ZERO;
        for (TokenRow row : rows) {
            long tokens = 0;
            for (boolean trained : row.trained()) {
                tokens += trained ? 1 : 0;
            }
            counts = counts.plusRow(true, tokens);
        }
        return counts;
    }
}
