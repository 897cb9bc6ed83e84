package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.rollout.RolloutRequest;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The tokens of one response, each computed when it is asked for; without the token that ends it.
 */
final class TokenStream implements Iterator<Integer> {

    private final PartialResponse response;
    private final DecodingLoop loop;
    private boolean upcoming;

    TokenStream(
            ResponseGenerator generator,
            NDManager manager,
            ParameterStore store,
            RolloutRequest request) {
        response = generator.begin(request);
        loop = generator.open(manager, store, List.of(response));
        advance();
    }

    private void advance() {
        boolean more = !response.done();
        if (more) {
            loop.step();
        }
        upcoming = more && !response.ended();
        if (!upcoming) {
            loop.close();
        }
    }

    @Override
    public boolean hasNext() {
        return upcoming;
    }

    @Override
    public Integer next() {
        if (!upcoming) {
            throw new NoSuchElementException("the response has ended");
        }
        int token = response.lastToken();
        advance();
        return token;
    }
}
