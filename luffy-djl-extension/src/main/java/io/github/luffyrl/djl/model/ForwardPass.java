package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What all layers share during one forward pass.
 *
 * @param weights parameter values
 * @param rotation of the tokens' positions
 * @param bias added to attention scores, {@code [B or 1, 1, 1, T, S]}; null when every token sees
 *     all
 * @param epsilon of the norms, scalar
 * @param queryScale {@code 1 / sqrt(headDim)}, scalar
 */
record ForwardPass(
        Weights weights,
        Rotation rotation,
        @Nullable NDArray bias,
        NDArray epsilon,
        NDArray queryScale) {}
