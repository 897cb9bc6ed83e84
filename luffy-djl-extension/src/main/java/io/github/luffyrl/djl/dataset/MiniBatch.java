package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What one optimizer step is made from.
 *
 * @param rows rows to be trained on, at least one
 * @param counts of all rows of its groups, untrained ones included
 */
record MiniBatch(List<TrainingRow> rows, BatchCounts counts) {

    /** The mini-batch of at least one row, of which {@code trained} says which are trained on. */
    static MiniBatch of(List<TrainingRow> all, TrainedRows trained) {
        BatchCounts counts = BatchCounts.ZERO;
        for (TrainingRow row : all) {
            Trajectory trajectory = row.trajectory();
            counts = counts.plusRow(trajectory.offPolicy(), trajectory.trainedLength());
        }
        List<TrainingRow> rows = trained.of(all);
        return new MiniBatch(rows.isEmpty() ? List.of(shortest(all)) : rows, counts);
    }

    /**
     * DJL's divergence check takes a batch without a loss for a diverged one: a single row without
     * advantage has a loss of 0.
     */
    static TrainingRow shortest(List<TrainingRow> rows) {
        return Collections.min(rows, Comparator.comparingInt(TrainingRow::length));
    }

    /** Tokens of the prompts and responses of all trained rows. */
    long tokens() {
        return rows.stream().mapToLong(TrainingRow::length).sum();
    }

    MiniBatch withRows(UnaryOperator<List<TrainingRow>> change) {
        return new MiniBatch(change.apply(rows), counts);
    }
}
