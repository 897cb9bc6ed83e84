package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What all layers share while some tokens are read.
 *
 * @param cache keys and values, with columns for these tokens
 * @param tokens {@code T}, how many each row reads, padding included
 * @param rotation of the tokens' positions {@code [B * T or 1, 1, headDim]}
 * @param bias added to attention scores, {@code [B * KV or 1, 1, T or 1, columns]}; null when every
 *     token sees all
 * @param epsilon of the norms, scalar
 * @param queryScale {@code 1 / sqrt(headDim)}, scalar
 */
record DecodingStep(
        KeyValueCache cache,
        int tokens,
        Rotation rotation,
        @Nullable NDArray bias,
        NDArray epsilon,
        NDArray queryScale) {}
