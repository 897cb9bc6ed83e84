package io.github.luffyrl.djl.server;

import io.github.luffyrl.djl.text.TextTokenizer;
import java.util.Arrays;
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
     * of the tokens, one by one. llama.cpp shows no text for the end of the sequence, but its id.
     */
    Optional<float[]> logProbs(int[] ids, Generated generated) {
        List<String> pieces = generated.pieces().orElse(List.of());
        boolean same = pieces.size() == ids.length;
        for (int i = 0; same && i < ids.length; i++) {
            boolean hidden =
                    i == ids.length - 1
                            && pieces.get(i).isEmpty()
                            && generated.ids().filter(said -> Arrays.equals(said, ids)).isPresent();
            same = hidden || pieces.get(i).equals(tokenizer.decodeAll(new int[] {ids[i]}));
        }
        return same ? generated.logProbs() : Optional.empty();
    }
}
