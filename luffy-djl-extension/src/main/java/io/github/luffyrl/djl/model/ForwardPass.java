package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;

/**
 * What all layers share during one forward pass.
 *
 * @param weights parameter values
 * @param tokens which tokens there are, and which of them see each other
 * @param ids of these tokens {@code [N]}, int64
 * @param all these tokens
 * @param asked those of them whose final hidden states are asked for
 * @param kernels what the engine computes as one operation
 */
record ForwardPass(
        Weights weights,
        PackedTokens tokens,
        NDArray ids,
        Queries all,
        Queries asked,
        Kernels kernels) {}
