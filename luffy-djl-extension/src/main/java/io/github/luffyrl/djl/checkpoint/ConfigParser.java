package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.djl.internal.ModelFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Parses {@code config.json} and {@code generation_config.json}. A field that would change results
 * in a way that the models here do not compute is refused, never ignored.
 */
final class ConfigParser {

    private final JsonFields config;
    private final Optional<JsonFields> generation;
    private final OptionalInt tokenizerEnd;

    private ConfigParser(
            JsonFields config, Optional<JsonFields> generation, OptionalInt tokenizerEnd) {
        this.config = config;
        this.generation = generation;
        this.tokenizerEnd = tokenizerEnd;
    }

    static CausalLmConfig parse(Path directory) throws IOException {
        Path file = directory.resolve(CausalLmConfig.FILE);
        if (!Files.exists(file)) {
            throw new FileNotFoundException(
                    directory
                            + " has no "
                            + CausalLmConfig.FILE
                            + ": expected a Hugging Face model directory");
        }
        ModelFiles.check(directory);
        Path generationFile = directory.resolve(CausalLmConfig.GENERATION_FILE);
        Optional<JsonFields> generation =
                Files.exists(generationFile)
                        ? Optional.of(JsonFields.read(generationFile))
                        : Optional.empty();
        return new ConfigParser(JsonFields.read(file), generation, EndToken.of(directory)).parse();
    }

    private CausalLmConfig parse() {
        ModelType type = modelType();
        refuseUnsupported(type);
        RotaryParser rotary = new RotaryParser(config);
        RotaryScaling ropeScaling = rotary.scaling();
        double ropeTheta = rotary.theta();
        int hiddenSize = config.integer("hidden_size");
        int heads = config.integer("num_attention_heads");
        StoredType storedType = storedType();
        int vocabSize = config.integer("vocab_size");
        int intermediateSize = config.integer("intermediate_size");
        int layers = config.integer("num_hidden_layers");
        int keyValueHeads = config.integer("num_key_value_heads");
        int headDim = headDim(type, hiddenSize, heads);
        double rmsNormEps = config.number("rms_norm_eps");
        boolean tied = config.flag("tie_word_embeddings");
        int maxPositions = config.integer("max_position_embeddings");
        OptionalInt bos = tokenId("bos_token_id");
        Set<Integer> eos = eosTokenIds();
        OptionalInt pad = tokenId("pad_token_id");
        try {
            return new CausalLmConfig(
                    type,
                    storedType,
                    vocabSize,
                    hiddenSize,
                    intermediateSize,
                    layers,
                    heads,
                    keyValueHeads,
                    headDim,
                    ropeTheta,
                    ropeScaling,
                    rmsNormEps,
                    tied,
                    maxPositions,
                    bos,
                    eos,
                    pad);
        } catch (IllegalArgumentException e) {
            throw config.refused(String.valueOf(e.getMessage()));
        }
    }

    private ModelType modelType() {
        String name = config.text("model_type");
        return Arrays.stream(ModelType.values())
                .filter(type -> type.configName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                config.refused(
                                        "model_type \""
                                                + name
                                                + "\" is not supported, only "
                                                + ModelType.supported()));
    }

    private void refuseUnsupported(ModelType type) {
        config.allowOnly(
                "architectures", names -> anyIs(names, type.architecture()), type.architecture());
        config.allowOnly("hidden_act", is("silu"), "silu");
        config.allowOnly(
                "attention_bias",
                node -> node.isBoolean() && node.asBoolean() == type.attentionBias(),
                type.attentionBias() + " for " + type.configName());
        config.allowOnly("mlp_bias", ConfigParser::isFalse, "false");
        config.allowOnly("attention_dropout", isNumber(0), "0");
        config.allowOnly(
                "use_sliding_window",
                node -> isFalse(node) || windowCoversNoLayer(),
                "false, or max_window_layers = num_hidden_layers");
        config.allowOnly("layer_types", names -> allAre(names, "full_attention"), "full_attention");
        config.allowOnly("use_mrope", ConfigParser::isFalse, "false");
        config.allowOnly("partial_rotary_factor", isNumber(1), "1");
        config.allowOnly("quantization_config", node -> false, "unquantized weights");
        config.allowOnly("compression_config", node -> false, "unquantized weights");
        config.allowOnly("pretraining_tp", isNumber(1), "1");
    }

    /** The layers below {@code max_window_layers} have full attention, window or not. */
    private boolean windowCoversNoLayer() {
        return config.find("max_window_layers").isPresent()
                && config.integer("max_window_layers") >= config.integer("num_hidden_layers");
    }

    private int headDim(ModelType type, int hiddenSize, int heads) {
        // Hugging Face's default for Qwen3 is 128, whatever the other sizes.
        if (type == ModelType.QWEN3 || config.find("head_dim").isPresent()) {
            return config.integer("head_dim");
        }
        if (heads < 1 || hiddenSize % heads != 0) {
            throw config.refused(
                    "hidden_size = "
                            + hiddenSize
                            + " is not a multiple of num_attention_heads = "
                            + heads
                            + " and the field head_dim is missing");
        }
        return hiddenSize / heads;
    }

    private StoredType storedType() {
        String field = config.find("dtype").isPresent() ? "dtype" : "torch_dtype";
        if (config.find(field).isEmpty()) {
            return StoredType.F32;
        }
        String name = config.text(field);
        return Arrays.stream(StoredType.values())
                .filter(type -> type.torchName().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                config.refused(
                                        field
                                                + " = \""
                                                + name
                                                + "\" is not supported, only float32, float16,"
                                                + " bfloat16"));
    }

    private OptionalInt tokenId(String field) {
        if (config.find(field).isPresent()) {
            return OptionalInt.of(config.integer(field));
        }
        return generation.isPresent() && generation.get().find(field).isPresent()
                ? OptionalInt.of(generation.get().integer(field))
                : OptionalInt.empty();
    }

    private Set<Integer> eosTokenIds() {
        Set<Integer> ids = new LinkedHashSet<>();
        tokenizerEnd.ifPresent(ids::add); // first, since it ends a turn
        ids.addAll(config.integers("eos_token_id"));
        generation.ifPresent(fields -> ids.addAll(fields.integers("eos_token_id")));
        if (ids.isEmpty()) {
            throw config.refused(
                    "the field eos_token_id is missing, also in " + CausalLmConfig.GENERATION_FILE);
        }
        return ids;
    }

    private static Predicate<JsonNode> is(String text) {
        return node -> node.isTextual() && node.asText().equals(text);
    }

    static Predicate<JsonNode> isNumber(double number) {
        return node -> node.isNumber() && node.asDouble() == number;
    }

    private static boolean isFalse(JsonNode node) {
        return node.isBoolean() && !node.asBoolean();
    }

    private static boolean anyIs(JsonNode array, String text) {
        return array.valueStream().anyMatch(is(text));
    }

    private static boolean allAre(JsonNode array, String text) {
        return array.isArray() && array.valueStream().allMatch(is(text));
    }
}
