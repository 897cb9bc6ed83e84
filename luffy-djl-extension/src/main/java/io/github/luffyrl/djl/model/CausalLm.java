package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenScores;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.internal.Gradients;
import io.github.luffyrl.djl.internal.NativeOperations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A decoder-only causal language model of any {@link ModelType}. Parameters carry the names and
 * shapes of the Hugging Face checkpoint.
 *
 * <p>As a Block it maps token ids {@code [B, T]} to logits {@code [B, T, V]}. Given the labels of a
 * {@link BatchLayout} batch it returns {@code logProbs} and {@code entropy} {@code [B, T]} instead,
 * computed only where the mask is 1, so that logits of prompts and padding are never held.
 */
public final class CausalLm extends AbstractBlock {

    /** Positions whose logits are held at a time, unless said otherwise. */
    public static final int SCORED_AT_A_TIME = 256;

    private static final String HEAD = "lm_head.weight";
    private static final double INITIAL_STD = 0.02;

    private final CausalLmConfig config;
    private final float[] rotaryFrequencies;
    private final Decoder decoder;
    private final LinearLayer head;
    private boolean trainEntropy;
    private Recomputation recomputation = Recomputation.NONE;
    private int scoredAtATime = SCORED_AT_A_TIME;
    private boolean fused = NativeOperations.available();
    private final SharedPrefixes sharedPrefixes = new SharedPrefixes();
    private @Nullable List<RecordedForward> tape;
    private long step;
    private @Nullable LoraAdapter adapter;

    /**
     * Creates the model without values: they come from the initialisers when DJL initialises the
     * Block, or from a checkpoint.
     *
     * @param config the architecture
     */
    public CausalLm(CausalLmConfig config) {
        this.config = config;
        this.rotaryFrequencies = Rotation.frequencies(config);
        long d = config.hiddenSize();
        Parameter embedding = weight("model.embed_tokens.weight", config.vocabSize(), d);
        List<DecoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(layer(i));
        }
        decoder = new Decoder(embedding, List.copyOf(layers), norm("model.norm.weight", d));
        head =
                new LinearLayer(
                        config.tieWordEmbeddings()
                                ? embedding
                                : weight(HEAD, config.vocabSize(), d),
                        null);
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

    private Parameter weight(String name, long... shape) {
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
     * Sets what is computed again in the backward pass, logits for 256 positions at a time. Only a
     * {@code LuffyTrainer} can do that; under another trainer everything is kept.
     *
     * @param recomputation the kind; {@link Recomputation#NONE} at first
     */
    public void recompute(Recomputation recomputation) {
        recompute(recomputation, SCORED_AT_A_TIME);
    }

    /**
     * Sets what is computed again in the backward pass, as {@link #recompute(Recomputation)}.
     *
     * @param recomputation the kind
     * @param positions for how many the logits are held at a time, at least 1
     */
    public void recompute(Recomputation recomputation, int positions) {
        if (positions < 1) {
            throw new IllegalArgumentException("positions = " + positions + ", need at least 1");
        }
        this.recomputation = recomputation;
        scoredAtATime = positions;
    }

    /**
     * Adds an adapter, whose weights are then all that is trained.
     *
     * @param values gives {@code A} and {@code B} by name and shape
     */
    void addAdapter(LoraConfig lora, long seed, BiFunction<String, Shape, NDArray> values) {
        if (adapter != null) {
            throw new IllegalStateException("the model has an adapter already: merge it first");
        }
        Map<String, LowRank> lowRanks = new LinkedHashMap<>();
        for (Parameter weight : getParameters().values()) {
            if (LoraAdapter.projection(weight).filter(lora::targets).isPresent()) {
                String name = weight.getName();
                long out = weight.getShape().get(0);
                long in = weight.getShape().get(1);
                Parameter a = adapterWeight(LoraAdapter.name(name, 'A'), values, lora.rank(), in);
                Parameter b = adapterWeight(LoraAdapter.name(name, 'B'), values, out, lora.rank());
                lowRanks.put(name, new LowRank(weight, a, b, lora.scale(), lowRanks.size()));
            }
        }
        if (lowRanks.isEmpty()) {
            throw new IllegalArgumentException(
                    "target_modules = "
                            + lora.targetModules()
                            + " name no projection of a layer; there are "
                            + LoraConfig.PROJECTIONS);
        }
        adapter = new LoraAdapter(lora, seed, lowRanks);
        freezeParameters(true, weight -> !mayBeTrained(weight));
    }

    private Parameter adapterWeight(
            String name, BiFunction<String, Shape, NDArray> values, long... shape) {
        Parameter parameter = weight(name, shape);
        parameter.setInitializer((manager, size, type) -> values.apply(name, size));
        parameter.initialize(
                decoder.embedding().getArray().getManager(),
                decoder.embedding().getArray().getDataType());
        return parameter;
    }

    /** Adds the adapter to the weights and removes it; all weights are trained again. */
    void mergeAdapter() {
        LoraAdapter lora = requireAdapter();
        NDManager manager = decoder.embedding().getArray().getManager();
        ParameterStore store = new ParameterStore(manager, false);
        Weights weights = new Weights(store, manager.getDevice(), false, null, null);
        lora.lowRanks().values().forEach(lowRank -> lowRank.merge(weights));
        lora.parameters()
                .forEach(
                        parameter -> {
                            parameters.remove(parameter.getName());
                            parameter.close();
                        });
        adapter = null;
        freezeParameters(false);
    }

    /**
     * Returns the adapter.
     *
     * @throws IllegalStateException if there is none
     */
    LoraAdapter requireAdapter() {
        if (adapter == null) {
            throw new IllegalStateException("the model has no adapter");
        }
        return adapter;
    }

    /**
     * Returns the adapter that is trained instead of the weights.
     *
     * @return its configuration, if there is one
     */
    public Optional<LoraConfig> adapter() {
        return Optional.ofNullable(adapter).map(LoraAdapter::config);
    }

    /** Beside an adapter the weights stay frozen, also for a trainer that would unfreeze all. */
    @Override
    public void freezeParameters(boolean freeze, Predicate<Parameter> which) {
        super.freezeParameters(
                freeze, weight -> which.test(weight) && (freeze || mayBeTrained(weight)));
    }

    @Override
    public void freezeParameters(boolean freeze) {
        freezeParameters(freeze, weight -> true);
    }

    private boolean mayBeTrained(Parameter weight) {
        return adapter == null || adapter.parameters().anyMatch(p -> p == weight);
    }

    /**
     * Begins a step, or ends it: forward passes with labels are put on the tape, or none if it is
     * null.
     */
    void record(@Nullable List<RecordedForward> tape, long step) {
        this.tape = tape;
        this.step = step;
    }

    /**
     * Lets the predicted entropy have a gradient, for losses with an entropy bonus; a {@code
     * LuffyTrainer} does it by itself. It takes memory of the size of the logits, unless they are
     * computed again.
     *
     * @param train whether it has; false at first
     */
    public void trainEntropy(boolean train) {
        trainEntropy = train;
    }

    /**
     * Returns the architecture.
     *
     * @return the configuration
     */
    public CausalLmConfig config() {
        return config;
    }

    /**
     * Returns the number of parameters that a token is multiplied with, {@code N} in estimates of
     * compute: all but a token embedding, which is only looked up. A tied one is the output head,
     * too, and counts.
     *
     * @return parameters
     */
    public long multipliedParameters() {
        long all = getParameters().values().stream().mapToLong(p -> p.getShape().size()).sum();
        long lookedUp = (long) config.vocabSize() * config.hiddenSize();
        return config.tieWordEmbeddings() ? all : all - lookedUp;
    }

    /**
     * Chooses whether rows of a batch that begin alike share what is computed for that beginning,
     * forward and backward. The scores and gradients are the same but for rounding; the first batch
     * is computed both ways to see that, and a difference ends the sharing with a warning.
     *
     * @param share true at first
     */
    public void sharePrefixes(boolean share) {
        sharedPrefixes.share(share);
    }

    /** Chooses between libtorch's fused operations, if there are any, and DJL's. */
    void fuse(boolean fuse) {
        fused = fuse && NativeOperations.available();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray ids = inputs.head();
        Shape shape = ids.getShape();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Batch batch = new Batch(ids.getManager(), shape, ids.toLongArray());
            PackedTokens tokens = PackedTokens.unshared((int) shape.get(0), (int) shape.get(1));
            Weights weights = weights(store, batch, tokens, training);
            NDArray hidden = decoder.apply(pass(weights, batch, tokens)); // [1, B * T, D]
            NDArray logits = head.apply(weights, hidden.reshape(shape.add(config.hiddenSize())));
            return new NDList(handOver(BatchLayout.LOGITS, logits, ids.getManager()));
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList data,
            NDList labels,
            @Nullable PairList<String, Object> params) {
        NDArray targets = BatchLayout.find(labels, BatchLayout.TARGETS);
        if (targets == null) {
            return forwardInternal(store, data, true, params);
        }
        NDArray ids = data.head();
        NDManager manager = ids.getManager();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Batch batch = new Batch(manager, ids.getShape(), ids.toLongArray());
            float[] mask = BatchLayout.require(labels, BatchLayout.MASK).toFloatArray();
            PackedTokens tokens =
                    sharedPrefixes.pack(
                            batch.ids,
                            mask,
                            (int) batch.shape.get(1),
                            packed ->
                                    logProbs(
                                            weights(store, batch, packed, false),
                                            batch,
                                            mask,
                                            packed,
                                            targets));
            Weights weights = weights(store, batch, tokens, true);
            MaskedPositions positions = MaskedPositions.of(batch.shape, mask, tokens, manager);
            TargetScorer scorer =
                    scorer(weights, positions.gather(targets), TokenScores.temperature(labels));
            TokenScores scores =
                    scores(() -> pass(weights, batch, tokens), positions, scorer, batch);
            return new NDList(
                    handOver(BatchLayout.LOG_PROBS, scores.logProbs(), manager),
                    handOver(BatchLayout.ENTROPY, scores.entropy(), manager));
        }
    }

    /** The token ids of a batch {@code [B * T]}, on the host. */
    private record Batch(NDManager manager, Shape shape, long[] ids) {}

    private TargetScorer scorer(Weights weights, NDArray targets, double temperature) {
        return new TargetScorer(head, weights, targets, temperature, trainEntropy);
    }

    /** The log-probabilities {@code [N]} of the masked positions, without gradient. */
    private float[] logProbs(
            Weights weights, Batch batch, float[] mask, PackedTokens tokens, NDArray targets) {
        return Gradients.unrecorded(
                () -> {
                    try (NDScope scope = new NDScope()) {
                        scope.suppressNotUsedWarning();
                        MaskedPositions positions =
                                MaskedPositions.of(batch.shape, mask, tokens, batch.manager);
                        NDArray hidden =
                                positions.gatherRows(decoder.apply(pass(weights, batch, tokens)));
                        return scorer(weights, positions.gather(targets), 1)
                                .scoresInChunks(hidden, scoredAtATime)
                                .logProbs()
                                .toFloatArray();
                    }
                });
    }

    /** The scores {@code [B, T]}, computed and recorded as the moment asks for. */
    private TokenScores scores(
            Supplier<ForwardPass> passes,
            MaskedPositions positions,
            TargetScorer scorer,
            Batch batch) {
        Supplier<NDArray> hidden =
                () -> positions.gatherRows(decoder.apply(passes.get())); // [N, D]
        List<RecordedForward> recorder = tape;
        if (!Gradients.recorded()) {
            return positions.scatter(scorer.scoresInChunks(hidden.get(), scoredAtATime));
        }
        if (recorder == null || recomputation == Recomputation.NONE) {
            return positions.scatter(scorer.scores(hidden.get()));
        }
        HiddenStates states =
                recomputation == Recomputation.SCORES
                        ? KeptHiddenStates.of(hidden.get(), decoderIsTrained())
                        : Gradients.unrecorded(
                                () -> new RecomputedHiddenStates(decoder, passes, positions));
        RecordedForward forward =
                Gradients.unrecorded(
                        () ->
                                RecordedForward.of(
                                        batch.manager, scorer, states, positions, scoredAtATime));
        recorder.add(forward);
        return new TokenScores(forward.logProbs(), forward.entropy());
    }

    private Weights weights(
            ParameterStore store, Batch batch, PackedTokens tokens, boolean training) {
        LoraAdapter lora = adapter;
        AdapterDropout dropout =
                lora != null && training && Gradients.recorded()
                        ? lora.dropout(batch.ids, tokens, step)
                        : null;
        return new Weights(store, batch.manager.getDevice(), training, lora, dropout);
    }

    private boolean decoderIsTrained() {
        return getParameters().values().stream()
                .anyMatch(p -> p.requiresGradient() && !p.getName().equals(HEAD));
    }

    private ForwardPass pass(Weights weights, Batch batch, PackedTokens tokens) {
        NDManager manager = batch.manager;
        config.requireLength(tokens.columns());
        long[] ids =
                Arrays.stream(tokens.sources()).mapToLong(source -> batch.ids[source]).toArray();
        NDArray positions = NativeArrays.indices(manager, tokens.positions()).expandDims(0);
        return new ForwardPass(
                weights,
                tokens,
                NativeArrays.indices(manager, ids).expandDims(0),
                Rotation.at(manager, positions, rotaryFrequencies),
                Kernels.of(manager, tokens, config.headDim(), fused),
                NativeArrays.scalar(manager, config.rmsNormEps()));
    }

    /**
     * Opens a decoder of empty rows that keeps keys and values, see {@link
     * IncrementalDecoder#open}.
     */
    CachedDecoder newDecoder(NDManager parent, ParameterStore store, int rows) {
        NDManager manager = parent.newSubManager();
        CachedWeights weights =
                CachedWeights.of(
                        manager,
                        config,
                        rotaryFrequencies,
                        decoder,
                        head,
                        new Weights(store, manager.getDevice(), false, adapter, null));
        return new CachedDecoder(manager, weights, new KeyValueCache(manager, config, rows));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {
            new Shape(inputShapes[0].get(0), inputShapes[0].get(1), config.vocabSize())
        };
    }

    private static NDArray handOver(String name, NDArray array, NDManager manager) {
        NDScope.unregister(array);
        array.attach(manager);
        return BatchLayout.named(name, array);
    }
}
