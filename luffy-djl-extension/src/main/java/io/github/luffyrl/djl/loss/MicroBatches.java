package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.djl.batch.BatchLayout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The micro-batches of the current mini-batch, as a loss has evaluated them. DJL's {@code
 * EasyTrain} shows evaluators only the last one; with this they find the others.
 */
final class MicroBatches {

    /** A micro-batch and what the loss found. */
    record Part(
            NDList labels,
            NDList predictions,
            PolicyUpdate.Evaluation evaluation,
            PolicyMeasurement measurement) {

        @SuppressWarnings("ReferenceEquality") // equal labels of another mini-batch are not these
        private boolean isOf(NDList otherLabels, NDList otherPredictions) {
            return labels == otherLabels && predictions == otherPredictions;
        }
    }

    private final List<Part> parts = new ArrayList<>();

    /** Remembers a micro-batch; the first one of a mini-batch replaces all before. */
    void add(Part part) {
        if (index(part.labels)[0] == 0) {
            parts.clear();
        }
        parts.add(part);
    }

    /** The micro-batch that was evaluated last, or null if it is not this one. */
    @Nullable Part latest(NDList labels, NDList predictions) {
        Part latest = parts.isEmpty() ? null : parts.get(parts.size() - 1);
        return latest != null && latest.isOf(labels, predictions) ? latest : null;
    }

    /** Whether the current mini-batch is complete and ends with this micro-batch. */
    boolean endWith(NDList labels, NDList predictions) {
        return latest(labels, predictions) != null && parts.size() == index(labels)[1];
    }

    /** Whether these labels are those of a whole mini-batch. */
    static boolean isWhole(NDList labels) {
        return index(labels)[1] == 1;
    }

    /** The mini-batch's loss. */
    double loss() {
        return parts.stream().mapToDouble(part -> part.evaluation.loss()).sum();
    }

    /** What was measured of the mini-batch. */
    PolicyMeasurement measurement() {
        return parts.stream()
                .map(Part::measurement)
                .reduce(PolicyMeasurement.NOTHING, PolicyMeasurement::plus);
    }

    /** Number of a micro-batch, from 0, and their count. */
    private static long[] index(NDList labels) {
        NDArray index = BatchLayout.find(labels, BatchLayout.MICRO_BATCH);
        return index == null ? new long[] {0, 1} : index.toLongArray();
    }
}
