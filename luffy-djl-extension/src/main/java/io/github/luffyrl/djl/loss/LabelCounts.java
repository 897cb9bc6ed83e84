package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.RowCounts;
import io.github.luffyrl.djl.batch.BatchLayout;

/** Reads the counts of the whole mini-batch from the labels of a micro-batch. */
final class LabelCounts {

    private LabelCounts() {}

    static BatchCounts of(NDList labels, PolicyObjective objective) {
        NDArray byGuidance =
                objective.separatesGuidedRows()
                        ? BatchLayout.require(labels, BatchLayout.COUNTS_BY_GUIDANCE)
                        : BatchLayout.find(labels, BatchLayout.COUNTS_BY_GUIDANCE);
        if (byGuidance == null) {
            return new BatchCounts(total(labels), RowCounts.ZERO);
        }
        long[] n = byGuidance.toLongArray();
        return new BatchCounts(new RowCounts(n[0], n[1], n[2]), new RowCounts(n[3], n[4], n[5]));
    }

    /** Of all rows; where only the totals are known, every row has a token. */
    static RowCounts total(NDList labels) {
        long[] n = BatchLayout.require(labels, BatchLayout.COUNTS).toLongArray();
        return new RowCounts(n[0], n[1], Math.min(n[0], n[1]));
    }
}
