package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenScores;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import io.github.luffyrl.djl.checkpoint.ModelType;
import io.github.luffyrl.djl.internal.Gradients;
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
public final class CausalLm extends DecoderBlock {

    /** Positions whose logits are held at a time, unless said otherwise. */
    public static final int SCORED_AT_A_TIME = 256;

    private static final String HEAD = "lm_head.weight";

    private final LinearLayer head;
    private boolean trainEntropy;
    private Recomputation recomputation = Recomputation.NONE;
    private int scoredAtATime = SCORED_AT_A_TIME;
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
        super(config);
        head =
                new LinearLayer(
                        config.tieWordEmbeddings()
                                ? decoder.embedding()
                                : weight(HEAD, config.vocabSize(), config.hiddenSize()),
                        null);
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
     * Returns what is computed again in the backward pass.
     *
     * @return the kind
     */
    public Recomputation recomputation() {
        return recomputation;
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
        Weights weights =
                new Weights(store, manager.getDevice(), Precision.FLOAT32, false, null, null);
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

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDArray ids = inputs.head();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TokenBatch batch = TokenBatch.of(ids);
            PackedTokens tokens = batch.unshared();
            Weights weights = weights(store, batch, tokens, training);
            NDArray hidden =
                    decoder.apply(
                            pass(weights, batch, tokens, AskedTokens.all(tokens))); // [B * T, D]
            NDArray logits =
                    weights.precision()
                            .widen(
                                    head.apply(
                                            weights,
                                            hidden.reshape(
                                                    batch.shape().add(config.hiddenSize()))));
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
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            TokenBatch batch = TokenBatch.of(data.head());
            float[] mask = BatchLayout.require(labels, BatchLayout.MASK).toFloatArray();
            PackedTokens tokens =
                    pack(
                            batch,
                            mask,
                            packed -> {
                                Weights weights = // shows no more than rounding of float32
                                        weights(store, batch, packed, false, Precision.FLOAT32);
                                return logProbs(weights, batch, mask, packed, targets);
                            });
            Weights weights = weights(store, batch, tokens, true);
            MaskedPositions positions = positions(weights, batch, mask, tokens);
            TargetScorer scorer =
                    scorer(weights, positions.gather(targets), TokenScores.temperature(labels));
            TokenScores scores =
                    scores(
                            () -> pass(weights, batch, tokens, positions.asked()),
                            positions,
                            scorer,
                            batch);
            return new NDList(
                    handOver(BatchLayout.LOG_PROBS, scores.logProbs(), batch.manager()),
                    handOver(BatchLayout.ENTROPY, scores.entropy(), batch.manager()));
        }
    }

    private TargetScorer scorer(Weights weights, NDArray targets, double temperature) {
        return new TargetScorer(head, weights, targets, temperature, trainEntropy);
    }

    /** The log-probabilities {@code [N]} of the masked positions. */
    private NDArray logProbs(
            Weights weights, TokenBatch batch, float[] mask, PackedTokens tokens, NDArray targets) {
        MaskedPositions positions = positions(weights, batch, mask, tokens);
        NDArray hidden =
                positions.gatherRows(
                        decoder.apply(pass(weights, batch, tokens, positions.asked())));
        return scorer(weights, positions.gather(targets), 1)
                .scoresInChunks(hidden, scoredAtATime)
                .logProbs();
    }

    /** The scores {@code [B, T]}, computed and recorded as the moment asks for. */
    private TokenScores scores(
            Supplier<ForwardPass> passes,
            MaskedPositions positions,
            TargetScorer scorer,
            TokenBatch batch) {
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
                                        batch.manager(), scorer, states, positions, scoredAtATime));
        recorder.add(forward);
        return new TokenScores(forward.logProbs(), forward.entropy());
    }

    private Weights weights(
            ParameterStore store, TokenBatch batch, PackedTokens tokens, boolean training) {
        return weights(store, batch, tokens, training, precision());
    }

    private Weights weights(
            ParameterStore store,
            TokenBatch batch,
            PackedTokens tokens,
            boolean training,
            Precision precision) {
        LoraAdapter lora = adapter;
        AdapterDropout dropout =
                lora != null && training && Gradients.recorded()
                        ? lora.dropout(batch.ids(), tokens, step)
                        : null;
        return new Weights(store, batch.manager().getDevice(), precision, training, lora, dropout);
    }

    private boolean decoderIsTrained() {
        return getParameters().values().stream()
                .anyMatch(p -> p.requiresGradient() && !p.getName().equals(HEAD));
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
                        new Weights(store, manager.getDevice(), precision(), false, adapter, null));
        return new CachedDecoder(manager, weights, new KeyValueCache(manager, config, rows));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {
            new Shape(inputShapes[0].get(0), inputShapes[0].get(1), config.vocabSize())
        };
    }
}
