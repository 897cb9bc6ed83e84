package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDList;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.RowCounts;
import io.github.luffyrl.djl.batch.BatchLayout;

/** Reads the counts of the whole mini-batch from the labels of a micro-batch. */
final class LabelCounts {

    private LabelCounts() {}

    static BatchCounts of(NDList labels) {
        long[] n = BatchLayout.require(labels, BatchLayout.COUNTS_BY_GUIDANCE).toLongArray();
        return new BatchCounts(new RowCounts(n[0], n[1], n[2]), new RowCounts(n[3], n[4], n[5]));
    }
}
