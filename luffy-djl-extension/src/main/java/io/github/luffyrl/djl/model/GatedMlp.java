package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** SwiGLU: {@code down(silu(gate(x)) * up(x))}. */
record GatedMlp(LinearLayer gate, LinearLayer up, LinearLayer down) {

    /** Maps {@code [B, T, D]} to the same shape. */
    NDArray apply(Weights weights, NDArray x) {
        NDArray gated = gate.apply(weights, x); // [B, T, F]
        NDArray silu = gated.mul(Activation.sigmoid(gated));
        return down.apply(weights, silu.mul(up.apply(weights, x)));
    }
}
