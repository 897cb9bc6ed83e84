package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Grouped-query attention with rotary positions: {@code H} query heads, of which each group of
 * {@code H / KV} neighbours shares a key and value head.
 */
record Attention(
        LinearLayer query,
        LinearLayer key,
        LinearLayer value,
        LinearLayer output,
        int layer,
        int heads,
        int keyValueHeads,
        int headDim) {

    /** Maps {@code [B, T, D]} to the same shape. */
    NDArray apply(ForwardPass pass, NDArray x) {
        Weights weights = pass.weights();
        long rows = x.getShape().get(0);
        long tokens = x.getShape().get(1);
        int group = heads / keyValueHeads;

        NDArray q = split(query.apply(weights, x), heads); // [B, T, H, headDim]
        NDArray k = split(key.apply(weights, x), keyValueHeads); // [B, T, KV, headDim]
        NDArray v = split(value.apply(weights, x), keyValueHeads).transpose(0, 2, 1, 3);
        q = pass.rotation().apply(q).mul(pass.queryScale());
        k = pass.rotation().apply(k).transpose(0, 2, 1, 3); // [B, KV, T, headDim]
        KeyValueCache cache = pass.cache();
        if (cache != null) {
            k = cache.appendKeys(layer, k); // [B, KV, S, headDim]
            v = cache.appendValues(layer, v);
        }
        long seen = k.getShape().get(2);

        // The heads of a group lie side by side as further queries of their key head.
        q =
                q.reshape(rows, tokens, keyValueHeads, group, headDim)
                        .transpose(0, 2, 3, 1, 4)
                        .reshape(rows, keyValueHeads, group * tokens, headDim);
        NDArray scores = q.matMul(k.swapAxes(2, 3)); // [B, KV, group * T, S]
        NDArray bias = pass.bias();
        if (bias != null) {
            scores =
                    scores.reshape(rows, keyValueHeads, group, tokens, seen)
                            .add(bias)
                            .reshape(rows, keyValueHeads, group * tokens, seen);
        }
        NDArray mixed = scores.softmax(-1).matMul(v); // [B, KV, group * T, headDim]
        NDArray joined =
                mixed.reshape(rows, keyValueHeads, group, tokens, headDim)
                        .transpose(0, 3, 1, 2, 4)
                        .reshape(rows, tokens, (long) heads * headDim);
        return output.apply(weights, joined);
    }

    private NDArray split(NDArray x, int count) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), count, headDim);
    }
}
