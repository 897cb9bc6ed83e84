package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** A linear layer whose output is {@code count} heads, each normed if the architecture says so. */
record HeadProjection(LinearLayer linear, @Nullable RmsNorm norm, int count, int headDim) {

    /** Maps {@code [N, D]} to {@code [N, count, headDim]}. */
    NDArray apply(ForwardPass pass, NDArray x) {
        NDArray heads =
                linear.apply(pass.weights(), x).reshape(x.getShape().get(0), count, headDim);
        return norm == null ? heads : norm.apply(pass, heads);
    }
}
