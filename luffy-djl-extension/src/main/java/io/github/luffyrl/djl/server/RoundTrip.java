package io.github.luffyrl.djl.server;

import io.github.luffyrl.djl.text.TextTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From the text of a server back to tokens. A text that the tokenizer changes is no longer what the
 * server wrote, and is refused.
 *
 * @param tokenizer of the model whose tokens are asked for
 */
record RoundTrip(TextTokenizer tokenizer) {

    /** The tokens of a text; empty if they say something else. */
    Optional<int[]> tokens(String text) {
        int[] ids = tokenizer.encode(text);
        return tokenizer.decodeAll(ids).equals(text) ? Optional.of(ids) : Optional.empty();
    }

    /**
     * The server's log-probabilities, if they are those of these tokens: its pieces are the texts
     * of the tokens, one by one.
     */
    Optional<float[]> logProbs(int[] ids, Generated generated) {
        if (generated.logProbs().isEmpty()) {
            return Optional.empty();
        }
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(tokenizer.decodeAll(new int[] {id}));
        }
        return generated.pieces().filter(pieces::equals).flatMap(p -> generated.logProbs());
    }
}
