package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/** {@code x / sqrt(mean(x^2) + eps) * weight} over the last axis. */
record RmsNorm(Parameter weight) {

    /** Maps {@code [..., D]} to the same shape. {@code epsilon} is a scalar array. */
    NDArray apply(Weights weights, NDArray x, NDArray epsilon) {
        NDArray meanSquare = x.square().mean(new int[] {-1}, true); // [..., 1]
        return x.div(meanSquare.add(epsilon).sqrt()).mul(weights.of(weight));
    }
}
