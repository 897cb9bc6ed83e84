package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The token ids of a batch, on the host.
 *
 * @param manager of the batch's arrays
 * @param shape {@code (B, T)}
 * @param ids row by row {@code [B * T]}
 */
record TokenBatch(NDManager manager, Shape shape, long[] ids) {

    static TokenBatch of(NDArray ids) {
        return new TokenBatch(ids.getManager(), ids.getShape(), ids.toLongArray());
    }

    int rows() {
        return (int) shape.get(0);
    }

    int columns() {
        return (int) shape.get(1);
    }

    /** Every token of every row. */
    PackedTokens unshared() {
        return PackedTokens.unshared(rows(), columns());
    }
}
