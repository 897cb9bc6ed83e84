package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.TokenReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses that may start from a demonstration's prefix (SPEC 3.3). Rows whose prefix is
 * already a whole response cost no forward pass (SPEC Q20).
 *
 * <p>As a Block it maps the arrays named below to {@link #RESPONSE_IDS}, {@link #RESPONSE_LENGTHS}
 * and {@link BatchLayout#LOG_PROBS}, with {@code B} rows, prompts {@code P} and prefixes {@code F}
 * wide, responses {@code L} wide:
 *
 * <table>
 * <caption>Inputs, all int64</caption>
 * <tr><td>{@link #PROMPT_IDS}</td><td>{@code [B, P]}, padded on the right</td></tr>
 * <tr><td>{@link #PROMPT_LENGTHS}</td><td>{@code [B]}</td></tr>
 * <tr><td>{@link #PREFIX_IDS}</td><td>{@code [B, F]}, padded on the right</td></tr>
 * <tr><td>{@link #PREFIX_LENGTHS}</td><td>{@code [B]}</td></tr>
 * <tr><td>{@link #SEEDS}</td><td>{@code [B]}</td></tr>
 * </table>
 */
public final class PrefixRollout extends AbstractBlock {

    /** Input: prompts. */
    public static final String PROMPT_IDS = "promptIds";

    /** Input: their lengths. */
    public static final String PROMPT_LENGTHS = "promptLengths";

    /** Input: prefixes. */
    public static final String PREFIX_IDS = "prefixIds";

    /** Input: their lengths, 0 for none. */
    public static final String PREFIX_LENGTHS = "prefixLengths";

    /** Input: seed of each row's generator. */
    public static final String SEEDS = "seeds";

    /** Output: responses {@code [B, L]}, prefix first, padded with 0 on the right, int64. */
    public static final String RESPONSE_IDS = "responseIds";

    /** Output: their lengths {@code [B]}, int64. */
    public static final String RESPONSE_LENGTHS = "responseLengths";

    /** Rows are taken out of the batch once less than this share is still being written. */
    private static final double COMPACTION_SHARE = 0.75;

    private final Block model;
    private final SamplingParams sampling;
    private final TokenSampler sampler;
    private final Set<Integer> endTokens;

    /**
     * Creates the block.
     *
     * @param model the policy's model: a {@link CausalLm}, or another Block that {@link
     *     TokenReader#open} takes
     * @param sampling how to sample; its stop tokens end responses beside those of a CausalLm's
     *     configuration
     */
    public PrefixRollout(Block model, SamplingParams sampling) {
        this.model = addChildBlock("model", model);
        this.sampling = sampling;
        this.sampler = new TokenSampler(sampling);
        this.endTokens = new HashSet<>(sampling.stopTokens());
        if (model instanceof CausalLm causalLm) {
            endTokens.addAll(causalLm.config().eosTokenIds());
        }
    }

    /**
     * Writes one response per request, as one batch.
     *
     * @param manager temporary arrays live in a sub-manager of it
     * @param store the parameters' values
     * @param requests what to write
     * @return one trajectory per request, in order
     */
    public List<Trajectory> rollout(
            NDManager manager, ParameterStore store, List<RolloutRequest> requests) {
        List<Continuation> continuations =
                requests.stream()
                        .map(
                                request ->
                                        new Continuation(
                                                request, sampling.maxResponseTokens(), endTokens))
                        .toList();
        List<Continuation> open = continuations.stream().filter(c -> !c.done()).toList();
        if (!open.isEmpty()) {
            try (NDManager batchManager = manager.newSubManager()) {
                write(batchManager, store, open);
            }
        }
        return continuations.stream().map(Continuation::trajectory).toList();
    }

    private void write(NDManager manager, ParameterStore store, List<Continuation> open) {
        SharedInputs inputs = SharedInputs.of(open);
        try (TokenReader reader =
                TokenReader.open(model, manager, store, inputs.prompts().size())) {
            inputs.read(reader);
            List<Continuation> batch = open;
            while (!batch.isEmpty()) {
                append(reader, batch);
                batch = withoutDone(reader, batch);
            }
        }
    }

    private void append(TokenReader reader, List<Continuation> batch) {
        float[] probabilities;
        int[] tokens = batch.stream().mapToInt(Continuation::lastToken).toArray();
        try (NDArray logits = reader.next(tokens)) {
            probabilities = sampler.probabilities(logits);
        }
        int vocabulary = probabilities.length / batch.size();
        for (int row = 0; row < batch.size(); row++) {
            Continuation continuation = batch.get(row);
            if (!continuation.done()) {
                continuation.append(
                        sampler.sample(probabilities, row, vocabulary, continuation.random()));
            }
        }
    }

    /** Lets go of the finished rows once they are enough to be worth copying the others. */
    private static List<Continuation> withoutDone(TokenReader reader, List<Continuation> batch) {
        int[] alive =
                IntStream.range(0, batch.size()).filter(row -> !batch.get(row).done()).toArray();
        if (alive.length >= COMPACTION_SHARE * batch.size()) {
            return batch;
        }
        if (alive.length > 0) {
            reader.selectRows(alive);
        }
        return Arrays.stream(alive).mapToObj(batch::get).toList();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDManager manager = inputs.getManager();
        List<int[]> prompts = rows(inputs, PROMPT_IDS, PROMPT_LENGTHS);
        List<int[]> prefixes = rows(inputs, PREFIX_IDS, PREFIX_LENGTHS);
        long[] seeds = BatchLayout.require(inputs, SEEDS).toLongArray();
        List<RolloutRequest> requests =
                IntStream.range(0, prompts.size())
                        .mapToObj(
                                row ->
                                        new RolloutRequest(
                                                prompts.get(row),
                                                new Prefix(prefixes.get(row)),
                                                seeds[row]))
                        .toList();
        return toArrays(manager, rollout(manager, store, requests));
    }

    private static List<int[]> rows(NDList inputs, String idsName, String lengthsName) {
        NDArray ids = BatchLayout.require(inputs, idsName);
        long[] lengths = BatchLayout.require(inputs, lengthsName).toLongArray();
        int width = (int) ids.getShape().get(1);
        long[] flat = ids.toLongArray();
        List<int[]> rows = new ArrayList<>();
        for (int row = 0; row < lengths.length; row++) {
            int from = row * width;
            rows.add(
                    Arrays.stream(flat, from, from + (int) lengths[row])
                            .mapToInt(Math::toIntExact)
                            .toArray());
        }
        return rows;
    }

    private NDList toArrays(NDManager manager, List<Trajectory> trajectories) {
        int width = sampling.maxResponseTokens();
        long[] ids = new long[trajectories.size() * width];
        long[] lengths = new long[trajectories.size()];
        float[] logProbs = new float[ids.length];
        for (int row = 0; row < lengths.length; row++) {
            int[] response = trajectories.get(row).response();
            lengths[row] = response.length;
            for (int t = 0; t < response.length; t++) {
                ids[row * width + t] = response[t];
            }
            System.arraycopy(
                    trajectories.get(row).logProbs(), 0, logProbs, row * width, response.length);
        }
        Shape shape = new Shape(lengths.length, width);
        return new NDList(
                BatchLayout.named(RESPONSE_IDS, manager.create(ids, shape)),
                BatchLayout.named(RESPONSE_LENGTHS, manager.create(lengths)),
                BatchLayout.named(BatchLayout.LOG_PROBS, manager.create(logProbs, shape)));
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        model.initialize(manager, dataType, new Shape(1, 1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long rows = inputShapes[0].get(0);
        Shape responses = new Shape(rows, sampling.maxResponseTokens());
        return new Shape[] {responses, new Shape(rows), responses};
    }
}
