package io.github.luffyrl.djl.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.djl.internal.JsonFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Text to token ids and back, by the {@code tokenizer.json} of a Hugging Face directory.
 *
 * <p>Nothing is added, cut or padded: a prompt rendered by a {@link PromptTemplate} has its special
 * tokens written out already. Safe for use by several threads until it is closed.
 */
public final class TextTokenizer implements AutoCloseable {

    /** By default the library cuts at 512 tokens, whatever the tokenizer's own limit. */
    private static final Map<String, String> WHOLE_TEXT =
            Map.of("truncation", "false", "padding", "false");

    private final HuggingFaceTokenizer tokenizer;
    private final int size;

    private TextTokenizer(HuggingFaceTokenizer tokenizer, int size) {
        this.tokenizer = tokenizer;
        this.size = size;
    }

    /**
     * Reads a tokenizer.
     *
     * @param dir a directory with a {@code tokenizer.json}
     * @return the tokenizer, to be closed
     * @throws IOException if the file is missing or cannot be read
     * @throws IllegalArgumentException if the file is no tokenizer
     */
    public static TextTokenizer load(Path dir) throws IOException {
        Path file = dir.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(
                    file
                            + ": no such file; save the model's fast tokenizer there, which Hugging"
                            + " Face transformers does with tokenizer.save_pretrained(directory)");
        }
        int size = size(JsonFile.read(file));
        try (InputStream in = Files.newInputStream(file)) {
            return new TextTokenizer(HuggingFaceTokenizer.newInstance(in, WHOLE_TEXT), size);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    file + ": not a tokenizer this version can read: " + e.getMessage(), e);
        }
    }

    /**
     * Encodes a text. Special tokens written in the text become their ids; none is added.
     *
     * @param text any length, may be empty
     * @return the token ids
     */
    public int[] encode(String text) {
        return Arrays.stream(tokenizer.encode(text, false, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /**
     * Tells where the tokens of a text end.
     *
     * @param text any length, may be empty
     * @return for each token of {@link #encode}, the index behind its last {@code char}; never
     *     descending, and a token that is only a part of a character ends with that character
     */
    public int[] ends(String text) {
        CharSpan[] spans = tokenizer.encode(text, false, false).getCharTokenSpans();
        int[] ends = new int[spans.length];
        int codePoints = 0;
        int end = 0;
        for (int i = 0; i < spans.length; i++) {
            int behind = spans[i] == null ? codePoints : Math.max(codePoints, spans[i].getEnd());
            end = text.offsetByCodePoints(end, behind - codePoints);
            codePoints = behind;
            ends[i] = end;
        }
        return ends;
    }

    /**
     * Decodes a response for reading and scoring: special tokens are left out.
     *
     * @param ids token ids; those the tokenizer does not know are left out, since a model's
     *     vocabulary is often padded beyond its tokenizer's
     * @return the text
     */
    public String decode(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    /**
     * Decodes with special tokens, to show what a model sees.
     *
     * @param ids token ids; those the tokenizer does not know are left out
     * @return the text
     */
    public String decodeAll(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    /**
     * Returns how many ids the tokenizer spans, added tokens included. The model may have more.
     *
     * @return the highest id plus 1
     */
    public int size() {
        return size;
    }

    /** Frees the native tokenizer. */
    @Override
    public void close() {
        tokenizer.close();
    }

    private static int size(JsonNode tokenizer) {
        JsonNode vocabulary = tokenizer.path("model").path("vocab");
        int size = vocabulary.isArray() ? vocabulary.size() : 0; // unigram: position is the id
        if (vocabulary.isObject()) {
            for (JsonNode id : vocabulary) {
                size = Math.max(size, id.asInt() + 1);
            }
        }
        for (JsonNode added : tokenizer.path("added_tokens")) {
            size = Math.max(size, added.path("id").asInt() + 1);
        }
        return size;
    }
}
