package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.NormalInitializer;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder whose parameters carry the names and shapes of the Hugging Face checkpoint. What the
 * final hidden states become is the matter of its subclasses, which add a head.
 */
abstract sealed class DecoderBlock extends AbstractBlock permits CausalLm, ValueModel {

    private static final double INITIAL_STD = 0.02;

    final CausalLmConfig config;
    final float[] rotaryFrequencies;
    final Decoder decoder;

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
                        linear(at + "mlp.down_proj", d, f, false)));
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

    /** A pass over right-padded rows. */
    final ForwardPass pass(Weights weights, NDArray ids) {
        NDManager manager = ids.getManager();
        int tokens = (int) ids.getShape().get(1);
        config.requireLength(tokens);
        NDArray positions = manager.arange(0, tokens, 1, DataType.INT64).expandDims(0);
        NDArray bias = tokens == 1 ? null : AttentionBias.causal(manager, tokens, tokens);
        return new ForwardPass(
                weights,
                Rotation.at(manager, positions, rotaryFrequencies),
                bias,
                NativeArrays.scalar(manager, config.rmsNormEps()),
                NativeArrays.scalar(manager, 1 / Math.sqrt(config.headDim())));
    }

    /** Names a result and gives it to the caller's manager. */
    static NDArray handOver(String name, NDArray array, NDManager manager) {
        NDScope.unregister(array);
        array.attach(manager);
        return BatchLayout.named(name, array);
    }
}
