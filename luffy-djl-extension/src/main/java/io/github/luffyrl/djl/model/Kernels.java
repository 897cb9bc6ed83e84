package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.internal.NativeOperations;
import io.github.luffyrl.djl.model.PackedTokens.Block;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a layer that an engine may have as one operation. */
sealed interface Kernels {

    /**
     * Returns the kernels for one forward pass.
     *
     * @param manager owns what they need
     * @param tokens of the pass
     * @param headDim of queries and keys
     * @param fused whether to use the engine's own
     */
    static Kernels of(NDManager manager, PackedTokens tokens, int headDim, boolean fused) {
        return fused
                ? new Fused(Bias.of(manager, tokens, false))
                : new Composed(
                        Bias.of(manager, tokens, true),
                        NativeArrays.scalar(manager, 1 / Math.sqrt(headDim)));
    }

    /** {@code x * sigmoid(x)}. */
    NDArray silu(NDArray x);

    /**
     * Lets the last {@code T} of {@code S} tokens attend to all that are not after them.
     *
     * @param q queries {@code [B, H, T, headDim]}
     * @param k keys {@code [B, KV, S, headDim]}
     * @param v values {@code [B, KV, S, headDim]}
     * @return {@code [B, H, T, headDim]}
     */
    NDArray attend(NDArray q, NDArray k, NDArray v);

    /** libtorch's kernels: scores {@code [T, S]} are never held. */
    record Fused(Bias bias) implements Kernels {

        @Override
        public NDArray silu(NDArray x) {
            return NativeOperations.silu(x);
        }

        @Override
        public NDArray attend(NDArray q, NDArray k, NDArray v) {
            return NativeOperations.attention(q, k, v, bias.find(q, k));
        }
    }

    /** DJL's operations, one after the other. */
    record Composed(Bias bias, NDArray queryScale) implements Kernels {

        @Override
        public NDArray silu(NDArray x) {
            return x.mul(Activation.sigmoid(x));
        }

        @Override
        public NDArray attend(NDArray q, NDArray k, NDArray v) {
            long rows = q.getShape().get(0);
            long heads = q.getShape().get(1);
            long tokens = q.getShape().get(2);
            long headDim = q.getShape().get(3);
            long keyValueHeads = k.getShape().get(1);
            long seen = k.getShape().get(2);
            long group = heads / keyValueHeads;
            // The heads of a group lie side by side as further queries of their key head.
            NDArray queries =
                    q.mul(queryScale).reshape(rows, keyValueHeads, group * tokens, headDim);
            NDArray scores = queries.matMul(k.swapAxes(2, 3)); // [B, KV, group * T, S]
            NDArray hidden = bias.find(q, k);
            if (hidden != null) {
                scores =
                        scores.reshape(rows, keyValueHeads, group, tokens, seen)
                                .add(hidden)
                                .reshape(rows, keyValueHeads, group * tokens, seen);
            }
            return scores.softmax(-1).matMul(v).reshape(rows, heads, tokens, headDim);
        }
    }

    /** What hides the future, by {@code (T, S)}. */
    record Bias(Map<Shape, NDArray> byShape) {

        /** Makes those of a pass's blocks; of blocks without context only if asked to. */
        static Bias of(NDManager manager, PackedTokens tokens, boolean withoutContext) {
            Map<Shape, NDArray> biases = new HashMap<>();
            for (Block block : tokens.blocks()) {
                int context = block.contextLength();
                if (context > 0 || (withoutContext && block.width() > 1)) {
                    int seen = context + block.width();
                    biases.computeIfAbsent(
                            new Shape(block.width(), seen),
                            shape -> AttentionBias.causal(manager, block.width(), seen));
                }
            }
            return new Bias(biases);
        }

        @Nullable NDArray find(NDArray q, NDArray k) {
            return byShape.get(new Shape(q.getShape().get(2), k.getShape().get(2)));
        }
    }
}
