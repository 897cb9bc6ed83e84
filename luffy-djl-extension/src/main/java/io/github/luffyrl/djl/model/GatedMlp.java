package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;

/** SwiGLU: {@code down(silu(gate(x)) * up(x))}. */
record GatedMlp(LinearLayer gate, LinearLayer up, LinearLayer down) {

    /** Maps {@code [N, D]} to the same shape. */
    NDArray apply(ForwardPass pass, NDArray x) {
        Weights weights = pass.weights();
        NDArray gated = gate.apply(weights, x); // [N, F]
        return down.apply(weights, pass.kernels().siluTimes(gated, up.apply(weights, x)));
    }
}
