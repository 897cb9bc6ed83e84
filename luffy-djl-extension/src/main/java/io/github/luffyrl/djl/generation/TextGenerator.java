package io.github.luffyrl.djl.generation;

import ai.djl.inference.streaming.StreamingBlock;
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
import io.github.luffyrl.djl.model.CausalLm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A language model that generates text: a Block from a prompt's ids {@code [T]} to its response's
 * ids {@code [L]}, int64, without the token that ended it, at once or one by one.
 *
 * <pre>{@code
 * model.setBlock(new TextGenerator(languageModel, new SamplingParams(0.7, 512), 0));
 * try (Predictor<String, String> predictor =
 *         model.newPredictor(new TextTranslator(tokenizer, template))) {
 *     String answer = predictor.predict("What is 6 times 7?");
 * }
 * }</pre>
 *
 * <p>The same seed and prompt give the same response.
 */
public final class TextGenerator extends AbstractBlock implements StreamingBlock {

    private final Block model;
    private final ResponseGenerator generator;
    private final long seed;

    /**
     * Creates the block.
     *
     * @param model a {@link CausalLm}, or any Block from ids {@code [B, T]} to logits {@code [B, T,
     *     V]} that does not look ahead
     * @param sampling how to sample; its stop tokens end responses beside those of a CausalLm's
     *     configuration
     * @param seed of the sampling
     */
    public TextGenerator(Block model, SamplingParams sampling, long seed) {
        this.model = addChildBlock("model", model);
        generator = new ResponseGenerator(model, sampling);
        this.seed = seed;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        List<Integer> response = new ArrayList<>();
        tokens(store, inputs).forEachRemaining(response::add);
        long[] ids = response.stream().mapToLong(token -> token).toArray();
        return new NDList(inputs.getManager().create(ids));
    }

    @Override
    public Iterator<NDList> forwardStreamIter(
            ParameterStore store,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        NDManager manager = inputs.getManager();
        Iterator<Integer> tokens = tokens(store, inputs);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return tokens.hasNext();
            }

            @Override
            public NDList next() {
                return new NDList(manager.create(new long[] {tokens.next()}));
            }
        };
    }

    private Iterator<Integer> tokens(ParameterStore store, NDList inputs) {
        long[] prompt = inputs.head().toLongArray();
        if (prompt.length == 0) {
            throw new IllegalArgumentException("the prompt has no token, need at least one");
        }
        int[] ids = Arrays.stream(prompt).mapToInt(Math::toIntExact).toArray();
        return new TokenStream(
                generator,
                inputs.getManager(),
                store,
                new RolloutRequest(Tokens.of(ids), Prefix.NONE, seed));
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        model.initialize(manager, dataType, new Shape(1, 1));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(-1)};
    }
}
