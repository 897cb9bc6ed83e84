package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
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
     * @param asked those of them that the last layer computes
     * @param config the architecture
     * @param fused whether to use the engine's own
     * @param precision of products
     */
    static Kernels of(
            NDManager manager,
            PackedTokens tokens,
            AskedTokens asked,
            CausalLmConfig config,
            boolean fused,
            Precision precision) {
        NDArray epsilon = NativeArrays.scalar(manager, config.rmsNormEps());
        if (precision == Precision.BFLOAT16) {
            Bias bias = Bias.of(manager, tokens, asked, false).narrowed(precision);
            return new Mixed(precision, new Fused(bias, epsilon));
        }
        return fused
                ? new Fused(Bias.of(manager, tokens, asked, false), epsilon)
                : new Composed(
                        Bias.of(manager, tokens, asked, true),
                        epsilon,
                        NativeArrays.scalar(manager, 1 / Math.sqrt(config.headDim())));
    }

    /** {@code x / sqrt(mean(x^2) + eps) * weight} over the last axis. */
    NDArray norm(NDArray x, NDArray weight);

    /** Turns the heads {@code [N, heads, headDim]} of each token. */
    NDArray rotate(NDArray x, Rotation rotation);

    /** {@code x * sigmoid(x) * y}. */
    NDArray siluTimes(NDArray x, NDArray y);

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
    record Fused(Bias bias, NDArray epsilon) implements Kernels {

        @Override
        public NDArray norm(NDArray x, NDArray weight) {
            return NativeOperations.rmsNorm(x, weight, epsilon);
        }

        @Override
        public NDArray rotate(NDArray x, Rotation rotation) {
            return NativeOperations.rotate(x, rotation.cos(), rotation.signedSin());
        }

        @Override
        public NDArray siluTimes(NDArray x, NDArray y) {
            return NativeOperations.siluTimes(x, y);
        }

        @Override
        public NDArray attend(NDArray q, NDArray k, NDArray v) {
            NDArray hidden = bias.find(q, k);
            long heads = q.getShape().get(1);
            return NativeOperations.attention(q, repeat(k, heads), repeat(v, heads), hidden);
        }

        /** Repeats each of {@code [B, KV, S, headDim]} for the queries that share it. */
        private static NDArray repeat(NDArray x, long heads) {
            Shape shape = x.getShape();
            long group = heads / shape.get(1);
            if (group == 1) {
                return x;
            }
            Shape repeated =
                    new Shape(shape.get(0), shape.get(1), group, shape.get(2), shape.get(3));
            return x.expandDims(2)
                    .broadcast(repeated)
                    .reshape(shape.get(0), heads, shape.get(2), shape.get(3));
        }
    }

    /**
     * The same kernels; norms and rotations are computed in float32, the results as products take
     * them.
     */
    record Mixed(Precision precision, Fused fused) implements Kernels {

        @Override
        public NDArray norm(NDArray x, NDArray weight) {
            return precision.narrow(fused.norm(precision.widen(x), weight));
        }

        @Override
        public NDArray rotate(NDArray x, Rotation rotation) {
            return precision.narrow(fused.rotate(precision.widen(x), rotation));
        }

        @Override
        public NDArray siluTimes(NDArray x, NDArray y) {
            return fused.siluTimes(x, y);
        }

        @Override
        public NDArray attend(NDArray q, NDArray k, NDArray v) {
            return fused.attend(q, k, v);
        }
    }

    /** DJL's operations, one after the other. */
    record Composed(Bias bias, NDArray epsilon, NDArray queryScale) implements Kernels {

        @Override
        public NDArray norm(NDArray x, NDArray weight) {
            NDArray meanSquare = x.square().mean(new int[] {-1}, true); // [..., 1]
            return x.div(meanSquare.add(epsilon).sqrt()).mul(weight);
        }

        @Override
        public NDArray rotate(NDArray x, Rotation rotation) {
            long half = x.getShape().get(2) / 2;
            NDArray first = x.get(new NDIndex().addAllDim(2).addSliceDim(0, half));
            NDArray second = x.get(new NDIndex().addAllDim(2).addSliceDim(half, 2 * half));
            NDArray swapped = second.getNDArrayInternal().concat(new NDList(first), -1);
            return x.mul(rotation.cos()).add(swapped.mul(rotation.signedSin()));
        }

        @Override
        public NDArray siluTimes(NDArray x, NDArray y) {
            return x.mul(Activation.sigmoid(x)).mul(y);
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

        /** Makes those of a pass's blocks; of queries for all that is seen only if told to. */
        static Bias of(
                NDManager manager, PackedTokens tokens, AskedTokens asked, boolean withoutContext) {
            Bias bias = new Bias(new HashMap<>());
            for (int i = 0; i < tokens.blocks().size(); i++) {
                Block block = tokens.blocks().get(i);
                int seen = block.contextLength() + block.width();
                for (int width : new int[] {block.width(), asked.blocks().get(i).width()}) {
                    if (width > 0 && (width < seen || (withoutContext && width > 1))) {
                        bias.add(manager, width, seen);
                    }
                }
            }
            return bias;
        }

        private void add(NDManager manager, int queries, int seen) {
            byShape.computeIfAbsent(
                    new Shape(queries, seen),
                    shape -> AttentionBias.causal(manager, queries, seen));
        }

        Bias narrowed(Precision precision) {
            byShape.replaceAll((shape, bias) -> precision.narrow(bias));
            return this;
        }

        @Nullable NDArray find(NDArray q, NDArray k) {
            return byShape.get(new Shape(q.getShape().get(2), k.getShape().get(2)));
        }
    }
}
