package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import org.jspecify.annotations.Nullable;

/** {@code y = x W^T + b}, with the weight stored {@code [out, in]} as Hugging Face does. */
record LinearLayer(Parameter weight, @Nullable Parameter bias) {

    /** Maps {@code [..., in]} to {@code [..., out]}, in the precision of products. */
    NDArray apply(Weights weights, NDArray x) {
        NDArray w = weights.factor(weight);
        NDArray input = weights.precision().narrow(x);
        NDArray y =
                bias == null
                        ? Linear.linear(input, w).head()
                        : Linear.linear(input, w, weights.factor(bias)).head();
        LowRank lowRank = weights.lowRank(weight);
        return lowRank == null ? y : y.add(lowRank.apply(weights, x));
    }
}
