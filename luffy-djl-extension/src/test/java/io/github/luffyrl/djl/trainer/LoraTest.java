package io.github.luffyrl.djl.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.tracker.Tracker;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.batch.BatchArrays;
import io.github.luffyrl.djl.batch.TokenRow;
import io.github.luffyrl.djl.checkpoint.CheckpointReader;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.loss.SftLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.model.IncrementalDecoder;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.optimizer.AdamW;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Adapters: what is trained, saved and merged. */
class LoraTest {

    private static final LoraConfig SOME =
            new LoraConfig(2, 8, 0, Set.of("q_proj", "mlp.down_proj"), false);
    private static final String A =
            "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight";
    private static final String B =
            "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight";
    private static final long[] IDS = {2, 3, 4, 5, 6, 7, 8};

    @TempDir Path temporary;

    @Test
    void aNewAdapterChangesNoPrediction() {
        try (Model model = TinyLanguage.model(1)) {
            float[] before = logits(model);
            CausalLanguageModel.addAdapter(model, SOME, 5);
            assertArrayEquals(before, logits(model));
        }
    }

    @Test
    void anAdapterAddsTheScaledProductOfItsMatrices() {
        // scale 8 / 2 = 4, or 8 / sqrt(2) with a stabilised rank
        for (boolean stabilized : new boolean[] {false, true}) {
            LoraConfig config = new LoraConfig(2, 8, 0, Set.of("q_proj"), stabilized);
            double scale = stabilized ? 8 / Math.sqrt(2) : 4;
            try (Model adapted = TinyLanguage.model(1);
                    Model changed = TinyLanguage.model(1)) {
                CausalLanguageModel.addAdapter(adapted, config, 5);
                float[] before = logits(adapted);
                float[] b = array(adapted, B).toFloatArray();
                for (int i = 0; i < b.length; i++) {
                    b[i] = 0.1f * (i % 5 - 2);
                }
                set(array(adapted, B), b);
                float[] a = array(adapted, A).toFloatArray(); // [2, 16]
                String name = "model.layers.0.self_attn.q_proj.weight";
                float[] weight = array(changed, name).toFloatArray(); // [16, 16]
                for (int out = 0; out < 16; out++) {
                    for (int in = 0; in < 16; in++) {
                        weight[out * 16 + in] +=
                                (float)
                                        (scale
                                                * ((double) b[out * 2] * a[in]
                                                        + (double) b[out * 2 + 1] * a[16 + in]));
                    }
                }
                set(array(changed, name), weight);
                assertFalse(Arrays.equals(before, logits(adapted)));
                assertArrayEquals(logits(changed), logits(adapted), 1e-5f);
                assertArrayEquals(decoded(changed), decoded(adapted), 1e-5f);
                float[] all = logits(adapted);
                assertArrayEquals(
                        Arrays.copyOfRange(all, all.length - 16, all.length),
                        decoded(adapted),
                        1e-5f);
            }
        }
    }

    @Test
    void everyTrainerTrainsTheAdapterAndNothingElse() {
        List<Function<Model, Trainer>> trainers =
                List.of(
                        model -> new LuffyTrainer(model, config()),
                        model -> model.newTrainer(config()));
        for (Function<Model, Trainer> newTrainer : trainers) {
            try (Model model = TinyLanguage.model(1)) {
                CausalLanguageModel.addAdapter(model, SOME, 5);
                try (Trainer trainer = newTrainer.apply(model)) {
                    model.getBlock().freezeParameters(false); // as DJL does for a loaded model
                    trainer.initialize(new Shape(1, 1));
                    Map<String, float[]> before = TinyLanguage.weights(model);
                    double first = step(trainer);
                    double last = first;
                    for (int i = 0; i < 20; i++) {
                        last = step(trainer);
                    }
                    assertTrue(last < first - 0.1, first + " -> " + last);
                    TinyLanguage.weights(model)
                            .forEach(
                                    (name, values) ->
                                            assertEquals(
                                                    !name.contains("lora"),
                                                    Arrays.equals(before.get(name), values),
                                                    name));
                }
                assertEquals(
                        8, // A and B, two targets, two layers
                        TinyLanguage.gradients(model).size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsComputedAgainHasTheSameGradientsWithDropout(Recomputation kind) {
        LoraConfig dropping = new LoraConfig(2, 8, 0.4, Set.of("v_proj", "up_proj"), false);
        try (Model model = TinyLanguage.model(1);
                Model kept = TinyLanguage.model(1)) {
            for (Model each : List.of(model, kept)) {
                CausalLanguageModel.addAdapter(each, dropping, 5);
            }
            ((CausalLm) model.getBlock()).recompute(kind, 2);
            double[] recomputed = new double[3];
            try (LuffyTrainer one = new LuffyTrainer(model, config())) {
                for (int i = 0; i < 3; i++) {
                    recomputed[i] = step(one);
                }
            }
            try (LuffyTrainer other = new LuffyTrainer(kept, config())) {
                for (int i = 0; i < 3; i++) {
                    assertEquals(step(other), recomputed[i], 1e-5);
                }
            }
            Map<String, float[]> expected = TinyLanguage.weights(kept);
            TinyLanguage.weights(model)
                    .forEach((name, v) -> assertArrayEquals(expected.get(name), v, 1e-4f, name));
        }
    }

    @Test
    void dropoutDependsOnTheSeedAndNotOnTheRowsBesideOrOnPadding() {
        LoraConfig dropping = new LoraConfig(2, 8, 0.4, Set.of("v_proj", "up_proj"), false);
        try (Model model = TinyLanguage.model(1);
                Model other = TinyLanguage.model(1)) {
            CausalLanguageModel.addAdapter(model, dropping, 5);
            CausalLanguageModel.addAdapter(other, dropping, 6);
            try (LuffyTrainer trainer = new LuffyTrainer(model, config());
                    LuffyTrainer second = new LuffyTrainer(other, config())) {
                step(trainer);
                for (String name : TinyLanguage.weights(model).keySet()) {
                    array(model, name).copyTo(array(other, name));
                }
                TokenRow row = row(5, 6, 7, 8);
                float[] alone = Arrays.copyOf(logProbs(trainer, List.of(row)), 3);
                float[] again = Arrays.copyOf(logProbs(trainer, List.of(row)), 3);
                float[] beside =
                        Arrays.copyOf(logProbs(trainer, List.of(row, row(9, 8, 7, 6, 5, 4))), 3);
                float[] seeded = Arrays.copyOf(logProbs(second, List.of(row)), 3);
                assertArrayEquals(alone, again);
                assertArrayEquals(alone, beside, 1e-6f);
                assertFalse(Arrays.equals(alone, seeded));
            }
        }
    }

    @Test
    void aSavedAdapterComesBackAndHasTheNamesAndShapesOfPeft() throws IOException {
        Path saved = temporary.resolve("adapter");
        try (Model model = TinyLanguage.model(1);
                Model other = TinyLanguage.model(1)) {
            CausalLanguageModel.addAdapter(model, SOME, 5);
            trainALittle(model);
            CausalLanguageModel.saveAdapter(model, saved, "some/base");
            CausalLanguageModel.saveAdapter(model, saved, "some/base"); // in its place
            CausalLanguageModel.loadAdapter(other, saved, 0);
            assertArrayEquals(logits(model), logits(other));
            assertEquals(SOME, ((CausalLm) other.getBlock()).adapter().orElseThrow());
        }
        JsonNode json = new ObjectMapper().readTree(saved.resolve("adapter_config.json").toFile());
        assertEquals("LORA", json.get("peft_type").asText());
        assertEquals("some/base", json.get("base_model_name_or_path").asText());
        assertEquals("[\"mlp.down_proj\",\"q_proj\"]", json.get("target_modules").toString());
        assertEquals(2, json.get("r").asInt());
        assertEquals("8", json.get("lora_alpha").toString());
        try (CheckpointReader reader = CheckpointReader.openAdapter(saved)) {
            assertEquals(8, reader.names().size());
            assertArrayEquals(new long[] {2, 16}, reader.shape(A));
            assertArrayEquals(new long[] {16, 2}, reader.shape(B));
            assertArrayEquals(
                    new long[] {2, 24},
                    reader.shape("base_model.model.model.layers.1.mlp.down_proj.lora_A.weight"));
        }
    }

    @Test
    void aMergedModelPredictsTheSameAndIsAWholeCheckpoint() throws IOException {
        Path whole = temporary.resolve("whole");
        try (Model model = TinyLanguage.model(1)) {
            CausalLanguageModel.addAdapter(model, LoraConfig.ofRank(3), 5);
            trainALittle(model);
            float[] adapted = logits(model);
            CheckpointWriter writer = new CheckpointWriter(StoredType.F32);
            IllegalStateException error =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    CausalLanguageModel.save(
                                            model, writer, whole, TinyLanguage.config()::write));
            assertTrue(error.getMessage().contains("mergeAdapter"), error.getMessage());
            CausalLanguageModel.mergeAdapter(model);
            assertArrayEquals(adapted, logits(model), 1e-4f);
            assertFalse(
                    TinyLanguage.weights(model).keySet().stream()
                            .anyMatch(n -> n.contains("lora")));
            CausalLanguageModel.save(model, writer, whole, TinyLanguage.config()::write);
            try (Model loaded = CausalLanguageModel.load(whole)) {
                assertArrayEquals(logits(model), logits(loaded));
            }
            trainALittle(model); // all weights are trained again
            assertFalse(Arrays.equals(adapted, logits(model)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "peft_type | \"IA3\" | only LORA",
                "bias | \"all\" | only none",
                "use_dora | true | plain LoRA",
                "modules_to_save | [\"lm_head\"] | plain LoRA",
                "rank_pattern | {\"q_proj\":4} | plain LoRA",
                "init_lora_weights | \"pissa\" | is not supported",
                "target_modules | \".*q_proj\" | only a list of names",
                "r | 0 | r = 0, need a value at least 1",
                "lora_dropout | 1.0 | lora_dropout = 1.0"
            })
    void whatWouldChangeResultsIsRefused(String field, String value, String message)
            throws IOException {
        Path saved = temporary.resolve("adapter");
        try (Model model = TinyLanguage.model(1)) {
            CausalLanguageModel.addAdapter(model, SOME, 5);
            CausalLanguageModel.saveAdapter(model, saved, "base");
        }
        ObjectMapper json = new ObjectMapper();
        Path file = saved.resolve("adapter_config.json");
        ObjectNode config = (ObjectNode) json.readTree(file.toFile());
        config.set(field, json.readTree(value));
        json.writeValue(file.toFile(), config);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> LoraConfig.read(saved));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertTrue(error.getMessage().contains(field), error.getMessage());
        assertTrue(error.getMessage().startsWith(file.toString()), error.getMessage());
    }

    @Test
    void anAdapterThatDoesNotFitIsRefused() throws IOException {
        Path saved = temporary.resolve("adapter");
        try (Model model = TinyLanguage.model(1);
                Model other = TinyLanguage.model(1)) {
            CausalLanguageModel.addAdapter(model, SOME, 5);
            CausalLanguageModel.saveAdapter(model, saved, "base");
            new LoraConfig(2, 8, 0, Set.of("k_proj"), false).write(saved, "base");
            IllegalArgumentException error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> CausalLanguageModel.loadAdapter(other, saved, 0));
            assertTrue(
                    error.getMessage().contains("missing [base_model.model"), error.getMessage());
            assertTrue(error.getMessage().contains("and 3 more"), error.getMessage());
            IllegalArgumentException nothing =
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    CausalLanguageModel.addAdapter(
                                            other,
                                            new LoraConfig(2, 8, 0, Set.of("query"), false),
                                            0));
            assertTrue(nothing.getMessage().contains("q_proj"), nothing.getMessage());
            assertThrows(
                    IllegalStateException.class,
                    () -> CausalLanguageModel.addAdapter(model, SOME, 0));
            assertThrows(
                    IllegalStateException.class, () -> CausalLanguageModel.mergeAdapter(other));
        }
    }

    private static void trainALittle(Model model) {
        try (LuffyTrainer trainer = new LuffyTrainer(model, config())) {
            step(trainer);
            step(trainer);
        }
    }

    private static double step(Trainer trainer) {
        trainer.initialize(new Shape(1, 1));
        double value;
        try (NDManager manager = trainer.getManager().newSubManager();
                GradientCollector collector = trainer.newGradientCollector()) {
            BatchArrays batch = BatchArrays.of(manager, List.of(row(2, 3, 4, 5, 6)), 4, 1, 1);
            NDArray loss =
                    trainer.getLoss()
                            .evaluate(
                                    batch.labels(), trainer.forward(batch.data(), batch.labels()));
            value = loss.getFloat();
            collector.backward(loss);
        }
        trainer.step();
        return value;
    }

    private static float[] logProbs(Trainer trainer, List<TokenRow> rows) {
        trainer.initialize(new Shape(1, 1));
        GradientCollector collector = trainer.newGradientCollector();
        try (NDManager manager = trainer.getManager().newSubManager()) {
            BatchArrays batch = BatchArrays.of(manager, rows, 1, 1, 1);
            return trainer.forward(batch.data(), batch.labels()).head().toFloatArray();
        } finally {
            collector.close();
        }
    }

    private static TokenRow row(int... tokens) {
        boolean[] trained = new boolean[tokens.length];
        Arrays.fill(trained, 1, tokens.length, true);
        return TokenRow.supervised(Tokens.of(tokens), trained);
    }

    private static DefaultTrainingConfig config() {
        return new DefaultTrainingConfig(new SftLoss())
                .optOptimizer(AdamW.builder().optLearningRate(Tracker.fixed(0.02f)).build());
    }

    private static NDArray array(Model model, String name) {
        return model.getBlock().getParameters().values().stream()
                .filter(p -> p.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getArray();
    }

    private static void set(NDArray array, float[] values) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                NDArray source = manager.create(values, array.getShape())) {
            source.copyTo(array);
        }
    }

    private static float[] logits(Model model) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDArray ids = manager.create(IDS, new Shape(1, IDS.length));
            return model.getBlock()
                    .forward(new ParameterStore(manager, false), new NDList(ids), false)
                    .head()
                    .toFloatArray();
        }
    }

    /** The logits after the last token, by way of the cache. */
    private static float[] decoded(Model model) {
        try (NDManager manager = model.getNDManager().newSubManager();
                IncrementalDecoder reader =
                        IncrementalDecoder.open(
                                model.getBlock(), manager, new ParameterStore(manager, false), 1)) {
            int last = IDS.length - 1;
            reader.read(
                    List.of(
                            Tokens.of(
                                    Arrays.stream(IDS, 0, last)
                                            .mapToInt(Math::toIntExact)
                                            .toArray())));
            return reader.next(new int[] {(int) IDS[last]}).toFloatArray();
        }
    }
}
