package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.djl.batch.NativeArrays;

/** What is added to attention scores so that a token does not see what it must not. */
final class AttentionBias {

    /** Finite, so that a row of nothing but padding gives no NaN. */
    static final float MASKED = -1e9f;

    private AttentionBias() {}

    /**
     * Hides the future.
     *
     * @param manager owns the result
     * @param queries number of tokens that look, the last of those seen
     * @param seen number of tokens that are there
     * @return {@code [queries, seen]}
     */
    static NDArray causal(NDManager manager, int queries, int seen) {
        float[] bias = new float[queries * seen];
        for (int q = 0; q < queries; q++) {
            for (int s = seen - queries + q + 1; s < seen; s++) {
                bias[q * seen + s] = MASKED;
            }
        }
        return NativeArrays.array(manager, bias, new Shape(queries, seen));
    }
}
