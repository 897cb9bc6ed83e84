package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Parses {@code config.json} and {@code generation_config.json}. A field that would change results
 * in a way that the models here do not compute is refused, never ignored.
 */
final class ConfigParser {

    private static final String ROPE_THETA = "rope_theta";

    private final JsonFields config;
    private final Optional<JsonFields> generation;

    private ConfigParser(JsonFields config, Optional<JsonFields> generation) {
        this.config = config;
        this.generation = generation;
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
        Path generationFile = directory.resolve(CausalLmConfig.GENERATION_FILE);
        Optional<JsonFields> generation =
                Files.exists(generationFile)
                        ? Optional.of(JsonFields.read(generationFile))
                        : Optional.empty();
        return new ConfigParser(JsonFields.read(file), generation).parse();
    }

    private CausalLmConfig parse() {
        ModelType type = modelType();
        refuseUnsupported(type);
        double ropeTheta = ropeTheta();
        int hiddenSize = config.integer("hidden_size");
        int heads = config.integer("num_attention_heads");
        StoredType storedType = storedType();
        int vocabSize = config.integer("vocab_size");
        int intermediateSize = config.integer("intermediate_size");
        int layers = config.integer("num_hidden_layers");
        int keyValueHeads = config.integer("num_key_value_heads");
        int headDim = headDim(hiddenSize, heads);
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
        config.allowOnly("use_sliding_window", ConfigParser::isFalse, "false");
        config.allowOnly("layer_types", names -> allAre(names, "full_attention"), "full_attention");
        config.allowOnly("use_mrope", ConfigParser::isFalse, "false");
        config.allowOnly("partial_rotary_factor", isNumber(1), "1");
        config.allowOnly("quantization_config", node -> false, "unquantized weights");
        config.allowOnly("rope_scaling", ConfigParser::isPlainRope, "null or the type default");
        config.allowOnly("rope_parameters", ConfigParser::isPlainRope, "the type default");
    }

    /** Whether the rotation is the ordinary one; {@code type} is the older name of the type. */
    private static boolean isPlainRope(JsonNode rope) {
        if (!rope.isObject()) {
            return false;
        }
        for (Iterator<String> names = rope.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            JsonNode value = rope.get(name);
            boolean plain =
                    switch (name) {
                        case "rope_type", "type" -> is("default").test(value);
                        case "partial_rotary_factor" -> isNumber(1).test(value);
                        case ROPE_THETA -> true;
                        default -> false;
                    };
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    /** The base of the rotation: a field of its own, or of one of the two rope objects. */
    private double ropeTheta() {
        Set<Double> values = new TreeSet<>();
        config.find(ROPE_THETA).ifPresent(theta -> values.add(config.number(ROPE_THETA)));
        for (String field : List.of("rope_parameters", "rope_scaling")) {
            config.find(field)
                    .map(rope -> rope.get(ROPE_THETA))
                    .ifPresent(theta -> values.add(number(field + "." + ROPE_THETA, theta)));
        }
        if (values.isEmpty()) {
            throw config.refused("the field rope_theta is missing");
        }
        if (values.size() > 1) {
            throw config.refused("rope_theta is given as " + values + ", need one value");
        }
        return values.iterator().next();
    }

    private double number(String field, JsonNode node) {
        if (!node.isNumber()) {
            throw config.refused(field + " = " + node + ", need a number");
        }
        return node.asDouble();
    }

    private int headDim(int hiddenSize, int heads) {
        if (config.find("head_dim").isPresent()) {
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
        Set<Integer> ids = new LinkedHashSet<>(config.integers("eos_token_id"));
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

    private static Predicate<JsonNode> isNumber(double number) {
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
