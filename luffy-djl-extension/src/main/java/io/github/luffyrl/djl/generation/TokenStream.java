package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.djl.model.TokenReader;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** The tokens of one response, each computed when it is asked for. */
final class TokenStream implements Iterator<Integer> {

    private static final int ENDED = -1;

    private final TokenSampler sampler;
    private final TokenReader reader;
    private final TokenRandom random;
    private final Set<Integer> endTokens;
    private int room;
    private int last;
    private int upcoming;

    TokenStream(
            Block model,
            TokenSampler sampler,
            NDManager manager,
            ParameterStore store,
            long[] prompt,
            int maxTokens,
            long seed,
            Set<Integer> endTokens) {
        this.sampler = sampler;
        this.endTokens = endTokens;
        random = new TokenRandom(seed);
        room = maxTokens;
        int[] tokens = Arrays.stream(prompt).mapToInt(Math::toIntExact).toArray();
        last = tokens[tokens.length - 1];
        reader = TokenReader.open(model, manager, store, 1);
        if (tokens.length > 1) {
            reader.read(List.of(Arrays.copyOf(tokens, tokens.length - 1)));
        }
        upcoming = sample();
    }

    private int sample() {
        if (room > 0) {
            room--;
            float[] probabilities;
            try (NDArray logits = reader.next(new int[] {last})) {
                probabilities = sampler.probabilities(logits);
            }
            int token = sampler.sample(probabilities, 0, probabilities.length, random).token();
            if (!endTokens.contains(token)) {
                return token;
            }
        }
        reader.close();
        return ENDED;
    }

    @Override
    public boolean hasNext() {
        return upcoming != ENDED;
    }

    @Override
    public Integer next() {
        if (upcoming == ENDED) {
            throw new NoSuchElementException("the response has ended");
        }
        last = upcoming;
        upcoming = sample();
        return last;
    }
}
