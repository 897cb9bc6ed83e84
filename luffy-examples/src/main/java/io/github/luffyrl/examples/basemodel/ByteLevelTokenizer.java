package io.github.luffyrl.examples.basemodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tokenizer without merges, as files of the Hugging Face layout: the id of a token is the value
 * of its byte, and one special token ends a sequence. It encodes any text, one token per byte of
 * UTF-8.
 */
public final class ByteLevelTokenizer {

    /** The special token that ends a sequence, and that pads. */
    public static final String END_OF_SEQUENCE = "<|endoftext|>";

    /** Its id, the first after the bytes. */
    public static final int END_OF_SEQUENCE_ID = 256;

    /** Number of tokens: 256 bytes and one special token. */
    public static final int VOCABULARY_SIZE = 257;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ByteLevelTokenizer() {}

    /**
     * Writes {@code tokenizer.json} and {@code tokenizer_config.json}, without a chat template:
     * prompts go to the model as they are.
     *
     * @param directory the checkpoint's directory; created when absent
     * @throws IOException if a file cannot be written
     */
    public static void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        ObjectWriter writer = new ObjectMapper().writerWithDefaultPrettyPrinter();
        writer.writeValue(directory.resolve("tokenizer.json").toFile(), tokenizer());
        writer.writeValue(directory.resolve("tokenizer_config.json").toFile(), configuration());
    }

    private static ObjectNode tokenizer() {
        ObjectNode tokenizer = JSON.objectNode();
        tokenizer.put("version", "1.0").putNull("truncation").putNull("padding");
        tokenizer.putArray("added_tokens").add(endOfSequence().put("id", END_OF_SEQUENCE_ID));
        tokenizer.putNull("normalizer");
        tokenizer.set("pre_tokenizer", byteLevel());
        tokenizer.putNull("post_processor");
        tokenizer.set("decoder", byteLevel());
        ObjectNode model = tokenizer.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        int[] characters = byteCharacters();
        for (int b = 0; b < characters.length; b++) {
            vocabulary.put(Character.toString(characters[b]), b);
        }
        model.putArray("merges");
        return tokenizer;
    }

    private static ObjectNode configuration() {
        ObjectNode configuration = JSON.objectNode();
        configuration
                .putObject("added_tokens_decoder")
                .set(String.valueOf(END_OF_SEQUENCE_ID), endOfSequence());
        return configuration
                .put("add_bos_token", false)
                .put("add_prefix_space", false)
                .putNull("bos_token")
                .put("eos_token", END_OF_SEQUENCE)
                .put("pad_token", END_OF_SEQUENCE)
                .putNull("unk_token")
                .put("clean_up_tokenization_spaces", false)
                .put("tokenizer_class", "GPT2TokenizerFast");
    }

    private static ObjectNode endOfSequence() {
        return JSON.objectNode()
                .put("content", END_OF_SEQUENCE)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private static ObjectNode byteLevel() {
        return JSON.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", false);
    }

    /**
     * The visible character that stands for each byte in byte-level tokenizers: itself where
     * Latin-1 prints it, else the next free one from U+0100 on.
     */
    private static int[] byteCharacters() {
        int[] characters = new int[256];
        int free = 256;
        for (int b = 0; b < characters.length; b++) {
            boolean printable =
                    (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xFF && b != 0xAD /* hyphen */);
            characters[b] = printable ? b : free++;
        }
        return characters;
    }
}
