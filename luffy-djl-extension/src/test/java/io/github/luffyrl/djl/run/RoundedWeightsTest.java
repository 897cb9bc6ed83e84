package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.RunListener;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model in bfloat16: what is evaluated after training is what was saved. */
class RoundedWeightsTest {

    @TempDir Path temporary;

    @ParameterizedTest
    @CsvSource({"1e-9, false", "0.05, true"}) // bfloat16 has 8 bits: the first is rounded away
    void theModelHasTheSavedWeightsAfterwards(double rate, boolean changes) throws Exception {
        Path first = TinyModel.in(temporary.resolve("f32"));
        Path config = first.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("float32", "bfloat16"));
        Path model = temporary.resolve("bf16");
        try (LoadedModel loaded = LoadedModel.open(first)) {
            loaded.save(model); // now its weights are those of bfloat16
        }
        AtomicLong changed = new AtomicLong(-1);
        RunListener listener =
                new RunListener() {
                    @Override
                    public void onRounded(long count, long weights, StoredType type) {
                        assertEquals(StoredType.BF16, type);
                        changed.set(count);
                    }
                };
        Path folder = temporary.resolve("run");
        try (LoadedModel loaded = LoadedModel.open(model)) {
            LuffyTraining training =
                    TinyModel.training(
                                    TinyModel.RECIPE
                                            .with("steps", 3)
                                            .with("optimizer.learningRate", rate),
                                    model,
                                    folder)
                            .model(loaded)
                            .follow(listener);
            training.run();
            Map<String, float[]> evaluated = TinyLanguage.weights(loaded.model());
            try (Model saved = CausalLanguageModel.load(folder.resolve("checkpoint"))) {
                TinyLanguage.weights(saved)
                        .forEach((name, values) -> assertArrayEquals(values, evaluated.get(name)));
            }
        }
        assertEquals(changes, changed.get() > 0, () -> changed + " weights changed");
        assertTrue(changed.get() >= 0);
    }
}
