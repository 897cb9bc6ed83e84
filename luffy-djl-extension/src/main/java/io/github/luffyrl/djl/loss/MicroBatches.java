package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.github.luffyrl.djl.batch.BatchLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The micro-batches of the mini-batch in hand, as a loss has evaluated them. DJL's {@code
 * EasyTrain} shows evaluators only the last one; with this they find the others. The arrays live as
 * long as the mini-batch, which DJL closes after it has told its listeners.
 */
final class MicroBatches {

    /** A micro-batch and its loss. */
    record Part(NDList labels, NDList predictions, NDArray loss) {}

    private final List<Part> parts = new ArrayList<>();
    private @Nullable PolicyMeasurement measurement;

    /** Remembers a micro-batch; the first one of a mini-batch takes the place of all before. */
    void add(Part part) {
        if (index(part.labels)[0] == 0) {
            parts.clear();
        }
        parts.add(part);
        measurement = null;
    }

    /** Whether the mini-batch that ends with these labels is the one in hand, and complete. */
    @SuppressWarnings("ReferenceEquality") // equal labels of another mini-batch are not these
    boolean endWith(NDList labels) {
        return !parts.isEmpty()
                && parts.get(parts.size() - 1).labels == labels
                && parts.size() == index(labels)[1];
    }

    /** Whether these labels are those of a whole mini-batch. */
    static boolean isWhole(NDList labels) {
        return index(labels)[1] == 1;
    }

    /** The mini-batch's loss. */
    double loss() {
        return parts.stream().mapToDouble(part -> part.loss.getFloat()).sum();
    }

    /** What is measured of the mini-batch, once for all who ask. */
    PolicyMeasurement measurement(Function<Part, PolicyMeasurement> measure) {
        if (measurement == null) {
            measurement =
                    parts.stream()
                            .map(measure)
                            .reduce(PolicyMeasurement.NOTHING, PolicyMeasurement::plus);
        }
        return measurement;
    }

    /** Number of a micro-batch, from 0, and their count. */
    private static long[] index(NDList labels) {
        NDArray index = BatchLayout.find(labels, BatchLayout.MICRO_BATCH);
        return index == null ? new long[] {0, 1} : index.toLongArray();
    }
}
