package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.internal.Gradients;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a model's parameters, fetched once for all tokens of a batch.
 *
 * @param config the architecture
 * @param frequencies of the rotations
 * @param embedding {@code [V, D]}
 * @param layers the decoder
 * @param finalNorm {@code [D]}
 * @param head from hidden states to logits
 * @param epsilon of the norms, scalar
 * @param queryScale {@code 1 / sqrt(headDim)}, scalar
 */
record CachedWeights(
        CausalLmConfig config,
        float[] frequencies,
        NDArray embedding,
        List<CachedLayer> layers,
        NDArray finalNorm,
        Projection head,
        NDArray epsilon,
        NDArray queryScale) {

    /** Larger copies cost more memory than few large products would gain. */
    private static final long MAX_JOINED_BYTES = 64L << 20;

    /** Fetches the values; what has to be computed is owned by the manager. */
    static CachedWeights of(
            NDManager manager,
            CausalLmConfig config,
            float[] frequencies,
            Decoder decoder,
            LinearLayer head,
            Weights weights) {
        boolean join = joinedBytes(config) <= MAX_JOINED_BYTES;
        return Gradients.unrecorded(
                () -> {
                    try (NDScope scope = new NDScope()) {
                        scope.suppressNotUsedWarning();
                        return new CachedWeights(
                                config,
                                frequencies,
                                weights.of(decoder.embedding()),
                                decoder.layers().stream()
                                        .map(
                                                layer ->
                                                        new CachedLayer(
                                                                layer, weights, manager, join))
                                        .toList(),
                                weights.of(decoder.finalNorm().weight()),
                                Projection.of(weights, manager, head),
                                scalar(manager, config.rmsNormEps()),
                                scalar(manager, 1 / Math.sqrt(config.headDim())));
                    }
                });
    }

    private static long joinedBytes(CausalLmConfig config) {
        long heads = (long) (config.heads() + 2 * config.keyValueHeads()) * config.headDim();
        long rows = heads + 2L * config.intermediateSize();
        return rows * config.hiddenSize() * config.layers() * Float.BYTES;
    }

    private static NDArray scalar(NDManager manager, double value) {
        return Projection.kept(manager.create((float) value), manager);
    }

    RotationTable rotations(NDManager manager, int limit) {
        return RotationTable.of(manager, frequencies, limit);
    }

    DecodingStep step(KeyValueCache cache, int tokens, Rotation rotation, @Nullable NDArray bias) {
        return new DecodingStep(cache, tokens, rotation, bias, epsilon, queryScale);
    }

    /** Maps the last layer's output {@code [N, D]} to {@code [N, V]}. */
    NDArray logits(NDArray x) {
        return head.apply(CachedLayer.norm(x, epsilon).muli(finalNorm));
    }
}
