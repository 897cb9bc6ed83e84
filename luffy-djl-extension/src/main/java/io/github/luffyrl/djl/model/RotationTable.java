package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.Arrays;

/**
 * The rotations of all positions below a limit, so that decoding looks them up.
 *
 * @param cos {@code [limit, headDim]}
 * @param signedSin of the same shape
 */
record RotationTable(NDArray cos, NDArray signedSin) {

    static RotationTable of(NDManager manager, float[] frequencies, int limit) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray positions = manager.arange(0, limit, 1, DataType.INT64);
            Rotation rotation = Rotation.at(manager, positions, frequencies); // [limit, 1, ..]
            long width = 2L * frequencies.length;
            NDArray cos = rotation.cos().reshape(limit, width);
            NDArray signedSin = rotation.signedSin().reshape(limit, width);
            NDScope.unregister(cos, signedSin);
            return new RotationTable(cos, signedSin);
        }
    }

    long limit() {
        return cos.getShape().get(0);
    }

    /** Looks up {@code [N, 1, headDim]}, or {@code [1, 1, headDim]} if all positions are equal. */
    Rotation at(NDManager manager, long[] positions) {
        long first = positions[0];
        if (Arrays.stream(positions).allMatch(position -> position == first)) {
            return new Rotation(
                    Views.slice(cos, 0, first, first + 1).expandDims(1),
                    Views.slice(signedSin, 0, first, first + 1).expandDims(1));
        }
        NDArray index = manager.create(positions);
        return new Rotation(lookUp(index, cos), lookUp(index, signedSin));
    }

    private static NDArray lookUp(NDArray index, NDArray table) {
        return Embedding.embedding(index, table, SparseFormat.DENSE).head().expandDims(1);
    }

    void close() {
        cos.close();
        signedSin.close();
    }
}
