package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;

/**
 * Grouped-query attention with rotary positions: {@code H} query heads, of which each group of
 * {@code H / KV} neighbours shares a key and value head.
 */
record Attention(
        HeadProjection query,
        HeadProjection key,
        HeadProjection value,
        LinearLayer output,
        int layer) {

    /** Maps {@code [B, T, D]} to the same shape. */
    NDArray apply(ForwardPass pass, NDArray x) {
        long rows = x.getShape().get(0);
        long tokens = x.getShape().get(1);
        int headDim = query.headDim();
        int keyValueHeads = key.count();
        int group = query.count() / keyValueHeads;

        NDArray q = pass.rotation().apply(query.apply(pass, x)); // [B, T, H, headDim]
        q = q.mul(pass.queryScale());
        NDArray k = pass.rotation().apply(key.apply(pass, x)); // [B, T, KV, headDim]
        k = k.transpose(0, 2, 1, 3); // [B, KV, T, headDim]
        NDArray v = value.apply(pass, x).transpose(0, 2, 1, 3);
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
                        .reshape(rows, tokens, (long) query.count() * headDim);
        return output.apply(pass.weights(), joined);
    }
}
