package io.github.luffyrl.djl.model;

import static io.github.luffyrl.djl.TinyLanguage.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.djl.GoldenModel;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.CheckpointReader;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CausalLanguageModelTest {

    private static final String NORM = "model.layers.1.input_layernorm.weight";

    @TempDir Path temporary;

    @ParameterizedTest
    @MethodSource("io.github.luffyrl.djl.GoldenModel#all")
    void savedInItsOwnTypeAModelComesBackBitByBit(GoldenModel golden) throws IOException {
        StoredType type = CausalLmConfig.read(golden.directory()).storedType();
        CheckpointWriter writer = new CheckpointWriter(type);
        Path first = temporary.resolve("first");
        Path second = temporary.resolve("second");
        try (Model model = golden.load()) {
            CausalLanguageModel.save(
                    model, writer, first, CheckpointWriter.companionsOf(golden.directory()));
            try (Model loaded = CausalLanguageModel.load(first)) {
                assertSameWeights(weights(model), weights(loaded));
                assertArrayEquals(logits(model), logits(loaded));
                CausalLanguageModel.save(
                        loaded, writer, second, CheckpointWriter.companionsOf(first));
            }
        }
        assertSameFiles(first, second);
        try (CheckpointReader original = CheckpointReader.open(golden.directory());
                CheckpointReader saved = CheckpointReader.open(first)) {
            for (String name : saved.names()) {
                assertEquals(type, saved.dtype(name));
                assertArrayEquals(original.read(name), saved.read(name), name);
            }
            System.out.printf(
                    "%s: %d tensors come back bit by bit in %s%n",
                    golden, saved.names().size(), type);
        }
    }

    @Test
    void aMissingWeightIsNamed() throws IOException {
        String message = broken(tensors -> tensors.remove(NORM));
        assertTrue(message.contains("missing [" + NORM + "]"), message);
        assertTrue(message.contains("unknown []"), message);
    }

    @Test
    void anUnknownWeightIsNamed() throws IOException {
        String message = broken(tensors -> tensors.put("model.extra.weight", tensors.get(NORM)));
        assertTrue(message.contains("unknown [model.extra.weight]"), message);
        assertTrue(message.contains("missing []"), message);
    }

    @Test
    void aWeightOfTheWrongShapeIsNamedWithBothShapes() throws IOException {
        String message = broken(tensors -> tensors.put(NORM, tensors.get(NORM).reshape(2, 32)));
        assertTrue(message.contains(NORM), message);
        assertTrue(message.contains("[2, 32]"), message);
        assertTrue(message.contains("[64]"), message);
    }

    @Test
    void ofManyUnknownWeightsAFewAreNamed() throws IOException {
        String message =
                broken(
                        tensors -> {
                            for (int i = 0; i < 30; i++) {
                                tensors.put("extra.%02d".formatted(i), tensors.get(NORM));
                            }
                        });
        assertTrue(message.contains("extra.00, extra.01"), message);
        assertTrue(message.endsWith("extra.04] and 25 more"), message);
    }

    @Test
    void aStoredHeadMayRepeatTheTiedEmbeddingButNotDifferFromIt() throws IOException {
        String message =
                broken(
                        tensors ->
                                tensors.put(
                                        "lm_head.weight",
                                        tensors.get("model.embed_tokens.weight").add(1)));
        assertTrue(message.contains("tie_word_embeddings is true, but lm_head.weight"), message);
    }

    @Test
    void aRowLongerThanThePositionsOfTheModelIsRefused() {
        try (Model model = TinyLanguage.model(1);
                NDManager manager = model.getNDManager().newSubManager()) {
            NDList ids = new NDList(manager.zeros(new Shape(1, 129), DataType.INT64));
            ParameterStore store = new ParameterStore(manager, false);
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> model.getBlock().forward(store, ids, false));
            assertTrue(e.getMessage().contains("max_position_embeddings = 128"), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSavedConfigurationNamesTheTypeOfTheWeights(StoredType type) throws IOException {
        Path source = Path.of("src", "test", "resources", "models", "qwen2-untied-bf16");
        Path saved = temporary.resolve("saved");
        try (Model model = CausalLanguageModel.load(source)) {
            CausalLanguageModel.save(
                    model,
                    new CheckpointWriter(type),
                    saved,
                    CheckpointWriter.companionsOf(source));
        }
        assertEquals(type, CausalLmConfig.read(saved).storedType());
        try (CheckpointReader reader = CheckpointReader.open(saved)) {
            assertEquals(type, reader.dtype(NORM));
        }
        Path config = saved.resolve("config.json");
        boolean same = Files.mismatch(source.resolve("config.json"), config) == -1;
        assertEquals(type == StoredType.BF16, same);
    }

    @Test
    void aSeededEngineMakesTheSameRandomModelAgain() {
        try (Model first = CausalLanguageModel.create(TinyLanguage.config());
                Model model = seeded(5);
                Model same = seeded(5);
                Model other = seeded(6)) {
            assertSameWeights(weights(model), weights(same));
            float[] embedding = weights(model).get("model.embed_tokens.weight");
            assertTrue(embedding[0] != weights(other).get("model.embed_tokens.weight")[0]);
            assertTrue(embedding[0] != weights(first).get("model.embed_tokens.weight")[0]);
            // 256 draws of deviation 0.02: their root mean square is within 5 of its deviations
            double squares = 0;
            for (float value : embedding) {
                squares += (double) value * value;
            }
            assertEquals(0.02, Math.sqrt(squares / 256), 5 * 0.02 / Math.sqrt(2 * 256));
            assertEquals(1, weights(model).get("model.norm.weight")[3]);
            assertEquals(0, weights(model).get("model.layers.0.self_attn.q_proj.bias")[3]);
        }
    }

    private static Model seeded(int seed) {
        Engine.getEngine("PyTorch").setRandomSeed(seed);
        return CausalLanguageModel.create(TinyLanguage.config());
    }

    private interface Damage {
        void to(Map<String, NDArray> tensors);
    }

    private String broken(Damage damage) throws IOException {
        Path source = Path.of("src", "test", "resources", "models", "qwen2-tied-f32");
        Path directory = temporary.resolve("broken");
        try (CheckpointReader reader = CheckpointReader.open(source);
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Map<String, NDArray> tensors = new TreeMap<>();
            for (String name : reader.names()) {
                tensors.put(name, reader.read(name, new Shape(reader.shape(name)), manager));
            }
            damage.to(tensors);
            new CheckpointWriter(StoredType.F32)
                    .write(directory, tensors, CheckpointWriter.companionsOf(source));
        }
        return assertThrows(
                        IllegalArgumentException.class, () -> CausalLanguageModel.load(directory))
                .getMessage();
    }

    private static float[] logits(Model model) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray ids = manager.create(new long[] {5, 7, 11, 2, 9}, new Shape(1, 5));
            return model.getBlock()
                    .forward(new ParameterStore(manager, false), new NDList(ids), false)
                    .head()
                    .toFloatArray();
        }
    }

    private static void assertSameWeights(
            Map<String, float[]> expected, Map<String, float[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
    }

    private static void assertSameFiles(Path expected, Path actual) throws IOException {
        try (Stream<Path> files = Files.list(expected)) {
            for (Path file : files.toList()) {
                assertEquals(-1, Files.mismatch(file, actual.resolve(file.getFileName())));
            }
        }
    }
}
