package io.github.luffyrl.djl.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CausalLmConfigTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String QWEN2 =
            """
            {"model_type": "qwen2", "vocab_size": 100, "hidden_size": 48, "intermediate_size": 96,
             "num_hidden_layers": 2, "num_attention_heads": 6, "num_key_value_heads": 2,
             "rope_theta": 10000, "rms_norm_eps": 1e-6, "tie_word_embeddings": true,
             "max_position_embeddings": 64, "eos_token_id": 7}""";

    @TempDir Path directory;

    private CausalLmConfig read(String config) throws IOException {
        Files.writeString(directory.resolve("config.json"), config);
        return CausalLmConfig.read(directory);
    }

    /** The configuration with one field set to a JSON value. */
    private static String with(String field, String value) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(QWEN2);
        config.set(field, JSON.readTree(value));
        return config.toString();
    }

    private static String without(String field) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(QWEN2);
        config.remove(field);
        return config.toString();
    }

    private void assertRefused(String config, String... parts) {
        String message =
                assertThrows(IllegalArgumentException.class, () -> read(config)).getMessage();
        assertTrue(message.startsWith(directory.resolve("config.json") + ": "), message);
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void readsTheTiedModel() throws IOException {
        CausalLmConfig config = CausalLmConfig.read(TinyModels.directory("qwen2-tied-f32"));
        assertEquals(
                new CausalLmConfig(
                        ModelType.QWEN2,
                        StoredType.F32,
                        400,
                        64,
                        96,
                        2,
                        4,
                        2,
                        16,
                        1e6,
                        RotaryScaling.NONE,
                        1e-6,
                        true,
                        512,
                        OptionalInt.of(397),
                        Set.of(399, 397),
                        OptionalInt.of(397)),
                config);
        assertEquals(List.of(399, 397), List.copyOf(config.eosTokenIds()));
    }

    @Test
    void aSlidingWindowThatIsNotUsedDoesNotMatter() throws IOException {
        CausalLmConfig config = CausalLmConfig.read(TinyModels.directory("qwen2-untied-bf16"));
        assertEquals(StoredType.BF16, config.storedType());
        assertEquals(416, config.vocabSize());
        assertEquals(32, config.headDim());
        assertEquals(1, config.keyValueHeads());
    }

    @Test
    void readsTheScaledRotationOfLlama3() throws IOException {
        CausalLmConfig config = CausalLmConfig.read(TinyModels.directory("llama3-rope-f32"));
        assertEquals(ModelType.LLAMA, config.modelType());
        assertEquals(5e5, config.ropeTheta());
        assertEquals(new RotaryScaling.Llama3(8, 1, 4, 64), config.ropeScaling());
        assertEquals(Set.of(396, 399), config.eosTokenIds());
    }

    @Test
    void aLlamaWithoutScalingIsPlain() throws IOException {
        CausalLmConfig config = CausalLmConfig.read(TinyModels.directory("llama-f16"));
        assertEquals(ModelType.LLAMA, config.modelType());
        assertEquals(RotaryScaling.NONE, config.ropeScaling());
        assertEquals(16, config.headDim()); // 64 / 4
    }

    @Test
    void readsTheFreeHeadDimensionOfQwen3() throws IOException {
        CausalLmConfig config = CausalLmConfig.read(TinyModels.directory("qwen3-bf16"));
        assertEquals(ModelType.QWEN3, config.modelType());
        assertEquals(32, config.headDim()); // not 64 / 4
        assertEquals(StoredType.BF16, config.storedType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mistral", "qwen3_moe", "Qwen2", "gemma"})
    void anotherModelTypeIsRefusedByName(String type) throws IOException {
        assertRefused(
                with("model_type", '"' + type + '"'),
                "model_type \"" + type + "\" is not supported, only qwen2, qwen3, llama");
    }

    @Test
    void qwen3MustGiveItsHeadDimension() throws IOException {
        assertRefused(with("model_type", "\"qwen3\""), "the field head_dim is missing");
    }

    @Test
    void aMinimalConfigurationHasDefaults() throws IOException {
        CausalLmConfig config = read(QWEN2);
        assertEquals(8, config.headDim()); // 48 / 6
        assertEquals(StoredType.F32, config.storedType());
        assertEquals(OptionalInt.empty(), config.bosTokenId());
        assertEquals(OptionalInt.empty(), config.padTokenId());
        assertEquals(Set.of(7), config.eosTokenIds());
    }

    @Test
    void anExplicitHeadDimensionWins() throws IOException {
        assertEquals(32, read(with("head_dim", "32")).headDim());
        assertEquals(8, read(with("head_dim", "null")).headDim());
    }

    @Test
    void newerFieldNamesAreRead() throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(QWEN2);
        config.remove("rope_theta");
        config.putObject("rope_parameters").put("rope_theta", 5e5).put("rope_type", "default");
        config.put("dtype", "float16");
        CausalLmConfig read = read(config.toString());
        assertEquals(5e5, read.ropeTheta());
        assertEquals(StoredType.F16, read.storedType());
    }

    private static final String LLAMA3 =
            "{\"rope_type\":\"llama3\",\"factor\":8.0,\"low_freq_factor\":1,"
                    + "\"high_freq_factor\":4,\"original_max_position_embeddings\":64}";

    @ParameterizedTest
    @ValueSource(strings = {"rope_scaling", "rope_parameters"})
    void theScalingOfLlama3IsReadFromEitherField(String field) throws IOException {
        RotaryScaling expected = new RotaryScaling.Llama3(8, 1, 4, 64);
        assertEquals(expected, read(with(field, LLAMA3)).ropeScaling());
        String older = LLAMA3.replace("rope_type", "type");
        assertEquals(expected, read(with(field, older)).ropeScaling());
        String both = older.replace("{", "{\"rope_type\":\"llama3\",\"rope_theta\":10000,");
        assertEquals(expected, read(with(field, both)).ropeScaling());
    }

    @Test
    void scalingsThatDifferAreRefused() throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(QWEN2);
        config.set("rope_scaling", JSON.readTree(LLAMA3));
        config.set("rope_parameters", JSON.readTree(LLAMA3));
        assertEquals(8, ((RotaryScaling.Llama3) read(config.toString()).ropeScaling()).factor());
        config.set("rope_parameters", JSON.readTree(LLAMA3.replace("8.0", "32")));
        assertRefused(config.toString(), "rope_parameters and rope_scaling differ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "factor | 0.5 | rope_scaling.factor = 0.5, need a number at least 1",
                "factor | \"8\" | rope_scaling.factor = \"8\", need a number",
                "low_freq_factor | 0 | rope_scaling.low_freq_factor = 0.0, need a number above 0",
                "high_freq_factor | 1 | rope_scaling.high_freq_factor = 1.0, need a number above low",
                "high_freq_factor | null | the field rope_scaling.high_freq_factor is missing",
                "original_max_position_embeddings | 0 | _embeddings = 0, need a number above 0",
                "original_max_position_embeddings | 64.5 | _embeddings = 64.5, need an integer",
                "attention_factor | 1.5 | is not supported, only null or the types default and llama3",
                "partial_rotary_factor | 0.5 | is not supported, only null or the types default"
            })
    void aWrongScalingIsRefused(String field, String value, String message) throws IOException {
        ObjectNode scaling = (ObjectNode) JSON.readTree(LLAMA3);
        scaling.set(field, JSON.readTree(value));
        assertRefused(with("rope_scaling", scaling.toString()), message);
    }

    @Test
    void theGenerationConfigurationAddsTokenIds() throws IOException {
        Files.writeString(
                directory.resolve("generation_config.json"),
                "{\"eos_token_id\": [9, 7], \"bos_token_id\": 1, \"pad_token_id\": 2}");
        CausalLmConfig config = read(with("pad_token_id", "3"));
        assertEquals(List.of(7, 9), List.copyOf(config.eosTokenIds()));
        assertEquals(OptionalInt.of(1), config.bosTokenId());
        assertEquals(OptionalInt.of(3), config.padTokenId());
        assertEquals(Set.of(9, 7), read(without("eos_token_id")).eosTokenIds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model_type",
                "vocab_size",
                "hidden_size",
                "intermediate_size",
                "num_hidden_layers",
                "num_attention_heads",
                "num_key_value_heads",
                "rope_theta",
                "rms_norm_eps",
                "tie_word_embeddings",
                "max_position_embeddings",
                "eos_token_id"
            })
    void aMissingFieldIsNamed(String field) throws IOException {
        assertRefused(without(field), "the field " + field + " is missing");
        assertRefused(with(field, "null"), "the field " + field + " is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden_act | \"gelu\" | only silu",
                "use_sliding_window | true | only false",
                "layer_types | [\"full_attention\",\"sliding_attention\"] | only full_attention",
                "attention_bias | false | only true for qwen2",
                "mlp_bias | true | only false",
                "attention_dropout | 0.1 | only 0",
                "use_mrope | true | only false",
                "partial_rotary_factor | 0.5 | only 1",
                "quantization_config | {\"bits\":4} | only unquantized weights",
                "compression_config | {\"format\":\"int4\"} | only unquantized weights",
                "pretraining_tp | 2 | only 1",
                "architectures | [\"Qwen2ForSequenceClassification\"] | only Qwen2ForCausalLM",
                "rope_scaling | {\"type\":\"yarn\",\"factor\":4.0} | default and llama3",
                "rope_scaling | {\"type\":\"linear\",\"factor\":4.0} | default and llama3",
                "rope_scaling | {\"type\":\"mrope\",\"mrope_section\":[2,1]} | default and llama3",
                "rope_scaling | {\"factor\":4.0} | only null or the types default and llama3",
                "rope_scaling | {\"type\":\"llama3\",\"rope_type\":\"default\"} | default and llama3",
                "rope_scaling | {\"type\":null} | default and llama3",
                "rope_scaling | \"llama3\" | default and llama3",
                "rope_parameters | {\"rope_type\":\"longrope\",\"factor\":2} | default and llama3",
                "rope_parameters | {\"rope_type\":\"dynamic\",\"factor\":2} | default and llama3",
                "rope_parameters | {\"partial_rotary_factor\":0.5} | default and llama3",
                "rope_parameters | {\"partial_rotary_factor\":\"1\"} | default and llama3",
                "rope_parameters | {\"full_attention\":{\"rope_theta\":1}} | default and llama3"
            })
    void whatWouldChangeResultsIsRefused(String field, String value, String remedy)
            throws IOException {
        assertRefused(with(field, value), field + " = " + value + " is not supported", remedy);
    }

    @Test
    void aSlidingWindowThatNoLayerHasDoesNotMatter() throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(QWEN2);
        config.put("use_sliding_window", true).put("sliding_window", 4);
        int layers = config.get("num_hidden_layers").asInt();
        CausalLmConfig full = read(config.put("max_window_layers", layers).toString());
        assertEquals(read(QWEN2), full);
        assertRefused(
                config.put("max_window_layers", layers - 1).toString(),
                "use_sliding_window = true is not supported",
                "max_window_layers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3"})
    void biasesAreRefusedWhereTheArchitectureHasNone(String type) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(QWEN2);
        config.put("model_type", type).put("head_dim", 8);
        assertRefused(
                config.put("attention_bias", true).toString(),
                "attention_bias = true is not supported, only false for " + type);
        assertEquals(8, read(config.put("attention_bias", false).toString()).headDim());
        assertRefused(
                config.put("mlp_bias", true).toString(),
                "mlp_bias = true is not supported, only false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden_act | \"silu\"",
                "use_sliding_window | false",
                "sliding_window | 4",
                "layer_types | [\"full_attention\",\"full_attention\"]",
                "attention_bias | true",
                "attention_dropout | 0.0",
                "architectures | [\"Qwen2ForCausalLM\"]",
                "rope_scaling | null",
                "rope_scaling | {\"type\":\"default\"}",
                "rope_parameters | {\"rope_type\":\"default\",\"rope_theta\":10000.0}"
            })
    void whatChangesNothingIsAccepted(String field, String value) throws IOException {
        assertEquals(read(QWEN2), read(with(field, value)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocab_size | 0 | vocab_size = 0, need a number above 0",
                "vocab_size | 5000000000 | vocab_size = 5000000000, need an integer",
                "vocab_size | \"100\" | vocab_size = \"100\", need an integer",
                "hidden_size | 48.0 | hidden_size = 48.0, need an integer",
                "hidden_size | 50 | hidden_size = 50 is not a multiple of num_attention_heads = 6",
                "num_attention_heads | 0 | num_attention_heads = 0",
                "num_key_value_heads | 4 | is not a multiple of num_key_value_heads = 4",
                "head_dim | 7 | head_dim = 7 is odd",
                "rope_theta | -1 | rope_theta = -1.0, need a number above 0",
                "rope_parameters | {\"rope_theta\":5} | rope_theta is given as [5.0, 10000.0]",
                "rope_parameters | {\"rope_theta\":\"5\"} | rope_parameters.rope_theta = \"5\"",
                "rope_scaling | {\"type\":\"llama3\"} | the field rope_scaling.factor is missing",
                "tie_word_embeddings | 1 | tie_word_embeddings = 1, need true or false",
                "torch_dtype | \"float64\" | torch_dtype = \"float64\" is not supported",
                "eos_token_id | 100 | eos_token_id = 100 is outside of the vocabulary of 100",
                "eos_token_id | [1,\"2\"] | eos_token_id = [1,\"2\"], need integers",
                "eos_token_id | [] | the field eos_token_id is missing",
                "pad_token_id | -1 | pad_token_id = -1 is outside",
                "bos_token_id | [1] | bos_token_id = [1], need an integer"
            })
    void aWrongValueIsRefused(String field, String value, String message) throws IOException {
        assertRefused(with(field, value), message);
    }

    @Test
    void aDirectoryWithoutConfigurationIsRefused() {
        IOException e = assertThrows(IOException.class, () -> CausalLmConfig.read(directory));
        assertEquals(
                directory + " has no config.json: expected a Hugging Face model directory",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "generation_config.json"})
    void damagedJsonIsRefused(String file) throws IOException {
        Files.writeString(directory.resolve("config.json"), QWEN2);
        Files.writeString(directory.resolve(file), "{\"vocab_size\": 1, \"vocab_size\": 2}");
        IOException e = assertThrows(IOException.class, () -> CausalLmConfig.read(directory));
        assertTrue(
                e.getMessage().startsWith(directory.resolve(file) + " is not valid JSON"),
                e.getMessage());
    }

    static List<Arguments> kinds() {
        return Arrays.stream(ModelType.values())
                .flatMap(
                        type ->
                                Stream.of(
                                                RotaryScaling.NONE,
                                                new RotaryScaling.Llama3(32, 1, 4, 8192))
                                        .map(scaling -> Arguments.of(type, scaling)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatIsWrittenIsReadBack(ModelType type, RotaryScaling scaling) throws IOException {
        CausalLmConfig config =
                new CausalLmConfig(
                        type,
                        StoredType.BF16,
                        100,
                        48,
                        96,
                        2,
                        6,
                        3,
                        16,
                        1e6,
                        scaling,
                        1e-5,
                        false,
                        64,
                        OptionalInt.of(1),
                        new LinkedHashSet<>(List.of(9, 7)),
                        OptionalInt.empty());
        config.write(directory);
        assertEquals(config, CausalLmConfig.read(directory));
        assertTrue(Files.exists(directory.resolve("generation_config.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2-tied-f32", "llama3-rope-f32", "llama-f16", "qwen3-bf16"})
    void theTextSaysWhatTheOriginalSays(String model) throws IOException {
        Path original = TinyModels.directory(model).resolve("config.json");
        JsonNode expected = JSON.readTree(original.toFile());
        JsonNode written = JSON.readTree(CausalLmConfig.read(original.getParent()).toJson());
        for (String field :
                List.of(
                        "architectures",
                        "model_type",
                        "torch_dtype",
                        "num_key_value_heads",
                        "rms_norm_eps",
                        "rope_theta",
                        "tie_word_embeddings")) {
            assertEquals(expected.get(field), written.get(field), field);
        }
        for (String field : List.of("attention_bias", "mlp_bias")) {
            assertEquals(expected.path(field).asBoolean(), written.path(field).asBoolean(), field);
        }
        assertEquals(
                expected.path("rope_scaling").isNull() ? null : expected.get("rope_scaling"),
                written.get("rope_scaling"));
    }

    @Test
    void theTextIsThatOfHuggingFace() throws IOException {
        assertEquals(
                """
                {
                  "architectures": [ "Qwen2ForCausalLM" ],
                  "model_type": "qwen2",
                  "torch_dtype": "float32",
                  "vocab_size": 100,
                  "hidden_size": 48,
                  "intermediate_size": 96,
                  "num_hidden_layers": 2,
                  "num_attention_heads": 6,
                  "num_key_value_heads": 2,
                  "head_dim": 8,
                  "hidden_act": "silu",
                  "rope_theta": 10000.0,
                  "rms_norm_eps": 1.0E-6,
                  "tie_word_embeddings": true,
                  "max_position_embeddings": 64,
                  "attention_dropout": 0.0,
                  "use_sliding_window": false,
                  "use_cache": true,
                  "eos_token_id": 7
                }
                """,
                read(QWEN2).toJson());
    }
}
