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
    // bfloat16 has 8 bits, so 1e-9 is rounded away, but not from the biases, which were 0: of 2
    // layers with 16 for queries, 8 for keys and 8 for values
    @CsvSource({"1e-9, 0, 64", "0.05, 65, 100000"})
    void theModelHasTheSavedWeightsAfterwards(double rate, long least, long most) throws Exception {
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
        long count = changed.get();
        assertTrue(count >= least && count <= most, () -> count + " weights changed");
    }
}
