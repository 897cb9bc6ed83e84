package io.github.luffyrl.djl.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A value function: the decoder of a causal language model with a head of one number per position,
 * the expected return of what follows it.
 *
 * <p>As a Block it maps token ids {@code [B, T]} to {@link BatchLayout#VALUES} {@code [B, T]}.
 * Given labels with a {@link BatchLayout#MASK}, the values are computed where it is 1, and are 0
 * elsewhere.
 */
public final class ValueModel extends DecoderBlock {

    static final String HEAD = "score.weight";

    private final LinearLayer head;

    /**
     * Creates the model without values: they come from the initializers when DJL initializes the
     * Block, or from a checkpoint. The head is 0 at first, and so is every value.
     *
     * @param config the architecture
     */
    public ValueModel(CausalLmConfig config) {
        super(config);
        head = new LinearLayer(weight(HEAD, 1, config.hiddenSize()), null);
        head.weight().setInitializer((manager, shape, type) -> manager.zeros(shape, type));
    }

    /**
     * Loads the decoder of a causal language model in float32, without its head.
     *
     * @param directory with {@code config.json} and safetensors weights
     * @param device where to; null for DJL's default
     * @return a model whose block is a {@link ValueModel}
     * @throws IOException as {@link CausalLanguageModel#load(Path)}
     */
    public static Model load(Path directory, @Nullable Device device) throws IOException {
        return CausalLanguageModel.load(
                directory,
                device,
                manager -> CausalLanguageModel.loadValueModel(directory, manager));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray ids = inputs.head();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Weights weights = weights(store, ids.getDevice(), precision(), training);
            TokenBatch batch = TokenBatch.of(ids);
            PackedTokens all = batch.unshared();
            NDArray hidden =
                    decoder.apply(pass(weights, batch, all, AskedTokens.all(all))); // [B * T, D]
            NDArray values =
                    weights.precision().widen(head.apply(weights, hidden)).reshape(batch.shape());
            return new NDList(handOver(BatchLayout.VALUES, values, ids.getManager()));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList data,
            NDList labels,
            @Nullable PairList<String, Object> params) {
        NDArray mask = BatchLayout.find(labels, BatchLayout.MASK);
        if (mask == null) {
            return forwardInternal(store, data, true, params);
        }
        NDArray ids = data.head();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Weights weights = weights(store, ids.getDevice(), precision(), true);
            TokenBatch batch = TokenBatch.of(ids);
            float[] masked = mask.toFloatArray();
            Weights exact = weights(store, ids.getDevice(), Precision.FLOAT32, false);
            PackedTokens tokens =
                    pack(batch, masked, packed -> values(exact, batch, masked, packed));
            MaskedPositions positions = positions(weights, batch, masked, tokens);
            NDArray values = positions.scatter(values(weights, batch, tokens, positions));
            return new NDList(handOver(BatchLayout.VALUES, values, ids.getManager()));
        }
    }

    private NDArray values(Weights weights, TokenBatch batch, float[] mask, PackedTokens tokens) {
        return values(weights, batch, tokens, positions(weights, batch, mask, tokens));
    }

    /** The values {@code [N]} of the masked positions. */
    private NDArray values(
            Weights weights, TokenBatch batch, PackedTokens tokens, MaskedPositions positions) {
        NDArray hidden =
                positions.gatherRows(
                        decoder.apply(pass(weights, batch, tokens, positions.asked())));
        return weights.precision().widen(head.apply(weights, hidden)).squeeze(-1);
    }

    private static Weights weights(
            ParameterStore store, Device device, Precision precision, boolean training) {
        return new Weights(store, device, precision, training, null, null);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {inputShapes[0]};
    }

    /** Whether a parameter is not in the checkpoint of a causal language model. */
    static boolean isHead(Parameter parameter) {
        return parameter.getName().equals(HEAD);
    }
}
