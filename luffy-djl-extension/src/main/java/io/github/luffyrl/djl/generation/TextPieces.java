package io.github.luffyrl.djl.generation;

import ai.djl.ndarray.NDList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * Tokens as text, piece by piece. A character may take several tokens: a piece ends where the text
 * is whole.
 */
final class TextPieces implements Iterator<String> {

    /** What a tokenizer writes for bytes that are no character, or not yet. */
    private static final String INCOMPLETE = "\uFFFD";

    private final PromptText text;
    private final Stream<NDList> stream;
    private final Iterator<NDList> tokens;
    private long[] ids = {};
    private String written = "";
    private String piece = "";

    TextPieces(PromptText text, Stream<NDList> stream) {
        this.text = text;
        this.stream = stream;
        tokens = stream.iterator();
        advance();
    }

    private void advance() {
        piece = "";
        while (piece.isEmpty() && tokens.hasNext()) {
            try (NDList token = tokens.next()) {
                ids = Arrays.copyOf(ids, ids.length + 1);
                ids[ids.length - 1] = token.head().getLong();
            }
            String all = text.decode(ids);
            if (!tokens.hasNext() || !all.endsWith(INCOMPLETE)) {
                piece = all.substring(written.length());
                written = all;
            }
        }
        if (piece.isEmpty()) {
            stream.close();
        }
    }

    @Override
    public boolean hasNext() {
        return !piece.isEmpty();
    }

    @Override
    public String next() {
        if (piece.isEmpty()) {
            throw new NoSuchElementException("the response has ended");
        }
        String next = piece;
        advance();
        return next;
    }
}
