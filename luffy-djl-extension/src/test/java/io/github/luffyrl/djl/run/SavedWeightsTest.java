package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import io.github.luffyrl.djl.RunListener;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.recipe.SavedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model in bfloat16: what is evaluated after training is what was saved. */
class SavedWeightsTest {

    @TempDir Path temporary;

    private final AtomicReference<SavedWeights> reported = new AtomicReference<>();

    /** Trains the model, and checks that it has the saved weights afterwards. */
    private Path train(Recipe recipe) throws Exception {
        Path first = TinyModel.in(temporary.resolve("f32"));
        Path config = first.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("float32", "bfloat16"));
        Path model = temporary.resolve("bf16");
        try (LoadedModel loaded = LoadedModel.open(first)) {
            loaded.save(model); // now its weights are those of bfloat16
        }
        RunListener listener =
                new RunListener() {
                    @Override
                    public void onSaved(SavedWeights weights) {
                        reported.set(weights);
                    }
                };
        Path folder = temporary.resolve("run");
        try (LoadedModel loaded = LoadedModel.open(model)) {
            TinyModel.training(recipe, model, folder).model(loaded).follow(listener).run();
            Map<String, float[]> evaluated = TinyLanguage.weights(loaded.model());
            try (Model saved = CausalLanguageModel.load(folder.resolve("checkpoint"))) {
                TinyLanguage.weights(saved)
                        .forEach((name, values) -> assertArrayEquals(values, evaluated.get(name)));
            }
        }
        return folder.resolve("checkpoint");
    }

    private static Recipe recipe(double rate) {
        return TinyModel.RECIPE.with("steps", 3).with("optimizer.learningRate", rate);
    }

    @ParameterizedTest
    // bfloat16 has 8 bits, so 1e-9 is rounded away, but not from the biases, which were 0: of 2
    // layers with 16 for queries, 8 for keys and 8 for values
    @CsvSource({"1e-9, 0, 64, true", "0.05, 65, 100000, false"})
    void theModelHasTheSavedWeightsAfterwards(double rate, long least, long most, boolean lost)
            throws Exception {
        train(recipe(rate).with("safety.savedType", "checkpoint"));
        SavedWeights weights = Objects.requireNonNull(reported.get());
        assertEquals(StoredType.BF16, weights.type());
        assertTrue(weights.saved() >= least && weights.saved() <= most, weights::toString);
        assertTrue(weights.trained() >= weights.saved(), weights::toString);
        assertEquals(lost, weights.mostlyLost(), weights::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "auto"}) // which is float32 at such a rate
    void aModelSavedInFloat32KeepsSmallUpdates(String type) throws Exception {
        Path saved = train(recipe(1e-6).with("safety.savedType", type));
        SavedWeights weights = Objects.requireNonNull(reported.get());
        assertEquals(StoredType.F32, weights.type());
        assertEquals(weights.trained(), weights.saved());
        assertEquals(StoredType.F32, CausalLmConfig.read(saved).storedType());
        long changed = 0;
        try (Model before = CausalLanguageModel.load(temporary.resolve("bf16"));
                Model after = CausalLanguageModel.load(saved)) {
            Map<String, float[]> trained = TinyLanguage.weights(after);
            for (Map.Entry<String, float[]> old : TinyLanguage.weights(before).entrySet()) {
                float[] now = Objects.requireNonNull(trained.get(old.getKey()));
                for (int i = 0; i < now.length; i++) {
                    changed += now[i] == old.getValue()[i] ? 0 : 1;
                }
            }
        }
        assertTrue(changed > 64, "only " + changed + " weights changed"); // the biases are 64
        assertEquals(changed, weights.saved());
    }

    @ParameterizedTest
    @CsvSource({
        "1e-6, false, F32",
        "9.9e-6, false, F32",
        "1e-5, false, BF16",
        "1e-3, false, BF16",
        "1e-6, true, BF16"
    })
    void smallUpdatesOfAllWeightsAreSavedInFloat32(double rate, boolean adapter, StoredType type) {
        assertEquals(type, SavedType.AUTO.of(StoredType.BF16, rate, adapter));
        assertEquals(StoredType.F32, SavedType.AUTO.of(StoredType.F32, rate, adapter));
        assertEquals(StoredType.BF16, SavedType.CHECKPOINT.of(StoredType.BF16, rate, adapter));
    }

    @Test
    void autoIsTheDefault() {
        assertEquals(SavedType.AUTO, TinyModel.RECIPE.safety().savedType());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, false", "10, 5, false", "10, 4, true", "3, 1, true", "1, 0, true"})
    void mostIsLostIfMoreThanHalfIs(long trained, long saved, boolean lost) {
        assertEquals(lost, new SavedWeights(trained, saved, 100, StoredType.BF16).mostlyLost());
    }

    @Test
    void anAdapterByItselfHasNoOtherType() {
        Recipe adapter = Recipe.of(List.of("lora.rank=4", "lora.merged=false"));
        Exception refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> adapter.with("safety.savedType", "bfloat16"));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("safety.savedType = bfloat16"),
                refused::getMessage);
    }
}
