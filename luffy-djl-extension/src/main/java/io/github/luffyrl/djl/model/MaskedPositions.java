package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenScores;

/**
 * The positions of a {@code [B, T]} batch whose mask is 1, {@code N} of them.
 *
 * @param shape {@code (B, T)}
 * @param packed their indices in row-major order {@code [N]}, int64
 * @param unpacked for each position its index among the packed ones plus 1, 0 outside the mask,
 *     {@code [B * T]}, int64
 */
record MaskedPositions(Shape shape, NDArray packed, NDArray unpacked) {

    static MaskedPositions of(NDArray mask) {
        float[] flat = mask.toFloatArray();
        long[] inverse = new long[flat.length];
        int count = 0;
        for (int i = 0; i < flat.length; i++) {
            inverse[i] = flat[i] != 0 ? ++count : 0;
        }
        long[] indices = new long[count];
        for (int i = 0; i < flat.length; i++) {
            if (inverse[i] > 0) {
                indices[(int) inverse[i] - 1] = i;
            }
        }
        NDManager manager = mask.getManager();
        return new MaskedPositions(
                mask.getShape(),
                NativeArrays.indices(manager, indices),
                NativeArrays.indices(manager, inverse));
    }

    /** {@code [B, T, D]} to {@code [N, D]}. */
    NDArray gatherRows(NDArray x) {
        NDArray rows = x.reshape(shape.size(), x.getShape().get(2));
        return Embedding.embedding(packed, rows, SparseFormat.DENSE).head(); // index_select
    }

    /** {@code [B, T]} to {@code [N]}. */
    NDArray gather(NDArray x) {
        return x.reshape(shape.size()).gather(packed, 0);
    }

    /** Scores {@code [N]} to {@code [B, T]}, 0 outside the mask. */
    TokenScores scatter(TokenScores scores) {
        return new TokenScores(scatter(scores.logProbs()), scatter(scores.entropy()));
    }

    /** {@code [N]} to {@code [B, T]}, 0 outside the mask. */
    NDArray scatter(NDArray values) {
        NDArray zero = values.getManager().zeros(new Shape(1));
        return zero.concat(values, 0).gather(unpacked, 0).reshape(shape);
    }
}
