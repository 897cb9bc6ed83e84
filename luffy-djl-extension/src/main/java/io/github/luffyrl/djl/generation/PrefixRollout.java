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
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.IncrementalDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Generates responses that may start from a demonstration's prefix. Rows whose prefix is already a
 * whole response cost no forward pass (quirk Q20 in docs/paper-to-code.md).
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

    private final Block model;
    private final SamplingParams sampling;
    private final ResponseGenerator generator;

    /**
     * Creates the block.
     *
     * @param model the policy's model: a {@link CausalLm}, or another Block that {@link
     *     IncrementalDecoder#open} takes
     * @param sampling how to sample; its stop tokens end responses beside those of a CausalLm's
     *     configuration
     */
    public PrefixRollout(Block model, SamplingParams sampling) {
        this.model = addChildBlock("model", model);
        this.sampling = sampling;
        generator = new ResponseGenerator(model, sampling);
    }

    /**
     * Generates one response per request, as one batch.
     *
     * @param manager temporary arrays live in a sub-manager of it
     * @param store the parameters' values
     * @param requests what to generate
     * @return one trajectory per request, in order
     * @throws CancellationException if the thread is interrupted
     */
    public List<Trajectory> rollout(
            NDManager manager, ParameterStore store, List<RolloutRequest> requests) {
        List<PartialResponse> responses = requests.stream().map(generator::begin).toList();
        List<PartialResponse> open = responses.stream().filter(r -> !r.done()).toList();
        if (!open.isEmpty()) {
            try (NDManager batchManager = manager.newSubManager();
                    DecodingLoop loop = generator.open(batchManager, store, open)) {
                while (!loop.done()) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new CancellationException("interrupted while generating");
                    }
                    loop.step();
                }
            }
        }
        return responses.stream().map(PartialResponse::trajectory).toList();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDManager manager = inputs.getManager();
        List<Tokens> prompts = rows(inputs, PROMPT_IDS, PROMPT_LENGTHS);
        List<Tokens> prefixes = rows(inputs, PREFIX_IDS, PREFIX_LENGTHS);
        long[] seeds = BatchLayout.require(inputs, SEEDS).toLongArray();
        List<RolloutRequest> requests =
                IntStream.range(0, prompts.size())
                        .mapToObj(
                                row ->
                                        new RolloutRequest(
                                                prompts.get(row),
                                                new Prefix(prefixes.get(row).toArray()),
                                                seeds[row]))
                        .toList();
        return toArrays(manager, rollout(manager, store, requests));
    }

    private static List<Tokens> rows(NDList inputs, String idsName, String lengthsName) {
        NDArray ids = BatchLayout.require(inputs, idsName);
        long[] lengths = BatchLayout.require(inputs, lengthsName).toLongArray();
        int width = (int) ids.getShape().get(1);
        long[] flat = ids.toLongArray();
        List<Tokens> rows = new ArrayList<>();
        for (int row = 0; row < lengths.length; row++) {
            int from = row * width;
            rows.add(
                    Tokens.of(
                            Arrays.stream(flat, from, from + (int) lengths[row])
                                    .mapToInt(Math::toIntExact)
                                    .toArray()));
        }
        return rows;
    }

    private NDList toArrays(NDManager manager, List<Trajectory> trajectories) {
        int width = sampling.maxResponseTokens();
        long[] ids = new long[trajectories.size() * width];
        long[] lengths = new long[trajectories.size()];
        float[] logProbs = new float[ids.length];
        for (int row = 0; row < lengths.length; row++) {
            Trajectory trajectory = trajectories.get(row);
            int length = trajectory.responseLength();
            lengths[row] = length;
            for (int t = 0; t < length; t++) {
                ids[row * width + t] = trajectory.response().get(t);
            }
            System.arraycopy(trajectory.logProbs(), 0, logProbs, row * width, length);
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
