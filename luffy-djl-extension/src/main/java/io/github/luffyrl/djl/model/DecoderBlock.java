package io.github.luffyrl.djl.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.internal.Gradients;
import io.github.luffyrl.djl.internal.NativeOperations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A decoder whose parameters carry the names and shapes of the Hugging Face checkpoint. What the
 * final hidden states become is the matter of its subclasses, which add a head.
 */
abstract sealed class DecoderBlock extends AbstractBlock permits CausalLm, ValueModel {

    private static final double INITIAL_STD = 0.02;

    final CausalLmConfig config;
    final float[] rotaryFrequencies;
    final Decoder decoder;
    private Precision precision = Precision.FLOAT32;
    private boolean fused = NativeOperations.available();
    private final SharedPrefixes sharedPrefixes = new SharedPrefixes();
    private ComputedTokens computed = ComputedTokens.NONE;

    DecoderBlock(CausalLmConfig config) {
        this.config = config;
        this.rotaryFrequencies = Rotation.frequencies(config);
        long d = config.hiddenSize();
        Parameter embedding = weight("model.embed_tokens.weight", config.vocabSize(), d);
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(i));
        }
        decoder = new Decoder(embedding, List.copyOf(layers), norm("model.norm.weight", d));
    }

    /**
     * Returns the architecture.
     *
     * @return the configuration
     */
    public final CausalLmConfig config() {
        return config;
    }

    private DecoderLayer layer(int i) {
        String at = "model.layers." + i + ".";
        long d = config.hiddenSize();
        long f = config.intermediateSize();
        String attention = at + "self_attn.";
        boolean headNorm = config.modelType().headNorm();
        return new DecoderLayer(
                norm(at + "input_layernorm.weight", d),
                new Attention(
                        heads(attention + "q", config.heads(), headNorm),
                        heads(attention + "k", config.keyValueHeads(), headNorm),
                        heads(attention + "v", config.keyValueHeads(), false),
                        linear(
                                attention + "o_proj",
                                d,
                                (long) config.heads() * config.headDim(),
                                false),
                        i),
                norm(at + "post_attention_layernorm.weight", d),
                new GatedMlp(
                        linear(at + "mlp.gate_proj", f, d, false),
                        linear(at + "mlp.up_proj", f, d, false),
                        linear(at + "mlp.down_proj", d, f, false)),
                i == config.layers() - 1);
    }

    private HeadProjection heads(String name, int count, boolean normed) {
        return new HeadProjection(
                linear(
                        name + "_proj",
                        (long) count * config.headDim(),
                        config.hiddenSize(),
                        config.modelType().attentionBias()),
                normed ? norm(name + "_norm.weight", config.headDim()) : null,
                count,
                config.headDim());
    }

    private LinearLayer linear(String name, long out, long in, boolean bias) {
        return new LinearLayer(
                weight(name + ".weight", out, in),
                bias
                        ? addParameter(
                                Parameter.builder()
                                        .setName(name + ".bias")
                                        .setType(Parameter.Type.BIAS)
                                        .optShape(new Shape(out))
                                        .build())
                        : null);
    }

    final Parameter weight(String name, long... shape) {
        return addParameter(
                Parameter.builder()
                        .setName(name)
                        .setType(Parameter.Type.WEIGHT)
                        .optShape(new Shape(shape))
                        .optInitializer(new NormalInitializer((float) INITIAL_STD))
                        .build());
    }

    private RmsNorm norm(String name, long size) {
        return new RmsNorm(
                addParameter(
                        Parameter.builder()
                                .setName(name)
                                .setType(Parameter.Type.GAMMA)
                                .optShape(new Shape(size))
                                .build()));
    }

    /**
     * Chooses whether rows of a batch that begin alike share what is computed for that beginning,
     * forward and backward. The results and gradients are the same but for rounding; the first
     * batch is computed both ways to see that, and a difference ends the sharing with a warning.
     *
     * @param share true at first
     */
    public final void sharePrefixes(boolean share) {
        sharedPrefixes.share(share);
    }

    /**
     * Sets in which type products are computed, forward, backward and while generating.
     *
     * @param precision {@link Precision#FLOAT32} at first
     * @param device that the model is on
     * @throws IllegalStateException if the engine or the device does not compute in it
     */
    public final void computeIn(Precision precision, Device device) {
        precision.requireOn(device);
        this.precision = precision;
    }

    /**
     * Returns in which type products are computed.
     *
     * @return as {@link #computeIn} has set it
     */
    public final Precision precision() {
        return precision;
    }

    /** Chooses between libtorch's fused operations, if there are any, and DJL's. */
    final void fuse(boolean fuse) {
        fused = fuse && NativeOperations.available();
    }

    /**
     * Packs a batch of which only some positions are asked for.
     *
     * @param mask of these positions {@code [B * T]}
     * @param results computes them for packed tokens, without gradient
     */
    final PackedTokens pack(
            TokenBatch batch, float[] mask, Function<PackedTokens, NDArray> results) {
        PackedTokens packed =
                sharedPrefixes.pack(
                        batch,
                        mask,
                        tokens ->
                                Gradients.unrecorded(
                                        () -> {
                                            try (NDScope scope = new NDScope()) {
                                                scope.suppressNotUsedWarning();
                                                return results.apply(tokens).toFloatArray();
                                            }
                                        }));
        if (Gradients.recorded()) {
            long inRows = Arrays.stream(SharedPrefixes.lengths(mask, batch.columns())).sum();
            computed = computed.plus(inRows, packed);
        }
        return packed;
    }

    /**
     * Returns what training passes over batches with labels have computed since this was last asked
     * for.
     *
     * @return the counts, which are set back
     */
    public final ComputedTokens takeComputed() {
        ComputedTokens taken = computed;
        computed = ComputedTokens.NONE;
        return taken;
    }

    /** The masked positions, computed by a pass over what they need. */
    static MaskedPositions positions(
            Weights weights, TokenBatch batch, float[] mask, PackedTokens tokens) {
        AskedTokens asked =
                weights.dropout() == null
                        ? AskedTokens.of(tokens, mask)
                        : AskedTokens.all(tokens); // it drops inputs of the whole pass
        return MaskedPositions.of(batch, mask, tokens, asked);
    }

    final ForwardPass pass(
            Weights weights, TokenBatch batch, PackedTokens tokens, AskedTokens asked) {
        NDManager manager = batch.manager();
        config.requireLength(batch.columns());
        long[] ids = Arrays.stream(tokens.sources()).mapToLong(i -> batch.ids()[i]).toArray();
        NDArray positions = NativeArrays.indices(manager, tokens.positions());
        Rotation rotation = Rotation.at(manager, positions, rotaryFrequencies);
        Queries all = new Queries(tokens.blocks(), null, rotation);
        return new ForwardPass(
                weights,
                tokens,
                NativeArrays.indices(manager, ids),
                all,
                all.only(asked, manager),
                Kernels.of(manager, tokens, asked, config, fused, weights.precision()));
    }

    /** Names a result and gives it to the caller's manager. */
    static NDArray handOver(String name, NDArray array, NDManager manager) {
        NDScope.unregister(array);
        array.attach(manager);
        return BatchLayout.named(name, array);
    }
}
