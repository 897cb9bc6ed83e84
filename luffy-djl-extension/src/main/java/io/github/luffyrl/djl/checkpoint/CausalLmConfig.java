package io.github.luffyrl.djl.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The configuration of a decoder-only causal language model: {@code config.json} and the token ids
 * of {@code generation_config.json}. Beside each component, its name in {@code config.json}.
 *
 * @param modelType {@code model_type}
 * @param storedType {@code torch_dtype} or {@code dtype}: how the weights are meant to be stored,
 *     F32 when not given
 * @param vocabSize {@code vocab_size}, may exceed the tokenizer's
 * @param hiddenSize {@code hidden_size}
 * @param intermediateSize {@code intermediate_size}, width of the feed-forward layers
 * @param layers {@code num_hidden_layers}
 * @param heads {@code num_attention_heads}, a multiple of {@code keyValueHeads}
 * @param keyValueHeads {@code num_key_value_heads}
 * @param headDim {@code head_dim}, even; {@code hiddenSize / heads} when not given, but Qwen3 must
 *     give it
 * @param ropeTheta {@code rope_theta}, base of the rotary frequencies, above 0
 * @param ropeScaling {@code rope_scaling}; none when not given
 * @param rmsNormEps {@code rms_norm_eps}, above 0
 * @param tieWordEmbeddings {@code tie_word_embeddings}: the output layer is the embedding matrix,
 *     and a stored {@code lm_head.weight} is to be ignored
 * @param maxPositionEmbeddings {@code max_position_embeddings}, longest sequence
 * @param bosTokenId {@code bos_token_id}
 * @param eosTokenIds the tokenizer's {@code eos_token}, which ends a demonstration, then {@code
 *     eos_token_id} of both files; each of them ends a response; at least one, that of {@code
 *     config.json} first
 * @param padTokenId {@code pad_token_id}
 */
public record CausalLmConfig(
        ModelType modelType,
        StoredType storedType,
        int vocabSize,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headDim,
        double ropeTheta,
        RotaryScaling ropeScaling,
        double rmsNormEps,
        boolean tieWordEmbeddings,
        int maxPositionEmbeddings,
        OptionalInt bosTokenId,
        Set<Integer> eosTokenIds,
        OptionalInt padTokenId) {

    static final String FILE = "config.json";
    static final String GENERATION_FILE = "generation_config.json";

    /** Checks sizes, their relations, and that the token ids are in the vocabulary. */
    public CausalLmConfig {
        requirePositive("vocab_size", vocabSize);
        requirePositive("hidden_size", hiddenSize);
        requirePositive("intermediate_size", intermediateSize);
        requirePositive("num_hidden_layers", layers);
        requirePositive("num_attention_heads", heads);
        requirePositive("num_key_value_heads", keyValueHeads);
        requirePositive("head_dim", headDim);
        requirePositive("rope_theta", ropeTheta);
        requirePositive("rms_norm_eps", rmsNormEps);
        requirePositive("max_position_embeddings", maxPositionEmbeddings);
        if (heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    "num_attention_heads = "
                            + heads
                            + " is not a multiple of num_key_value_heads = "
                            + keyValueHeads);
        }
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException(
                    "head_dim = " + headDim + " is odd: rotation works on pairs");
        }
        if (eosTokenIds.isEmpty()) {
            throw new IllegalArgumentException("eos_token_id needs at least one id");
        }
        eosTokenIds = Collections.unmodifiableSet(new LinkedHashSet<>(eosTokenIds));
        for (int id : eosTokenIds) {
            requireInVocabulary("eos_token_id", id, vocabSize);
        }
        for (int id : bosTokenId.stream().toArray()) {
            requireInVocabulary("bos_token_id", id, vocabSize);
        }
        for (int id : padTokenId.stream().toArray()) {
            requireInVocabulary("pad_token_id", id, vocabSize);
        }
    }

    private static void requirePositive(String field, Number value) {
        if (!(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
            throw new IllegalArgumentException(field + " = " + value + ", need a number above 0");
        }
    }

    private static void requireInVocabulary(String field, int id, int vocabSize) {
        if (id < 0 || id >= vocabSize) {
            throw new IllegalArgumentException(
                    field + " = " + id + " is outside of the vocabulary of " + vocabSize);
        }
    }

    /**
     * Returns the token that ends a demonstration: the tokenizer's {@code eos_token}, or without a
     * tokenizer the first of {@code eos_token_id}.
     *
     * @return the first of the end-of-sequence ids
     */
    public int endToken() {
        return eosTokenIds.iterator().next();
    }

    /**
     * Reads {@code config.json} and, where they exist, {@code generation_config.json} and the
     * tokenizer's {@code eos_token}.
     *
     * @param directory a Hugging Face model directory
     * @return the configuration
     * @throws IOException when {@code config.json} is missing or either file is not JSON
     * @throws IllegalArgumentException when a field is missing, wrong, or asks for something that
     *     would change results and is not supported; the message names file and field
     */
    public static CausalLmConfig read(Path directory) throws IOException {
        return ConfigParser.parse(AtomicDirectory.current(directory));
    }

    /**
     * Writes {@code config.json} and {@code generation_config.json}.
     *
     * @param directory an existing directory
     * @throws IOException when they cannot be written
     */
    public void write(Path directory) throws IOException {
        Files.writeString(directory.resolve(FILE), toJson());
        Files.writeString(
                directory.resolve(GENERATION_FILE),
                Json.pretty(ConfigRenderer.generationConfig(this)));
    }

    /**
     * Returns the text of {@code config.json}, as Hugging Face transformers loads it.
     *
     * @return a JSON object
     */
    public String toJson() {
        return Json.pretty(ConfigRenderer.config(this));
    }

    /**
     * Checks that the model knows a row's positions.
     *
     * @param tokens length of the row, padding included
     * @throws IllegalArgumentException if there are more than {@code maxPositionEmbeddings}
     */
    public void requireLength(int tokens) {
        if (tokens > maxPositionEmbeddings) {
            throw new IllegalArgumentException(
                    "rows of "
                            + tokens
                            + " tokens are longer than the model's max_position_embeddings = "
                            + maxPositionEmbeddings
                            + ": shorten prompts or responses");
        }
    }
}
