package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;

/** {@code x / sqrt(mean(x^2) + eps) * weight} over the last axis. */
record RmsNorm(Parameter weight) {

    /** Maps {@code [..., D]} to the same shape. */
    NDArray apply(ForwardPass pass, NDArray x) {
        return pass.kernels().norm(x, pass.weights().of(weight));
    }
}
