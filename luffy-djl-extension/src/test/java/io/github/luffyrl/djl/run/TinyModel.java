package io.github.luffyrl.djl.run;

import ai.djl.Model;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The model of the tiny language as a directory, and runs of the whole library with it. */
public final class TinyModel {

    static final Recipe RECIPE =
            Recipe.of(
                    List.of(
                            "method=luffy",
                            "promptsPerStep=2",
                            "groupSize=4",
                            "steps=20",
                            "evaluation.problems=2",
                            "safety.checkpointEvery=2",
                            "sampling.maxResponseTokens=40"));

    private TinyModel() {}

    /** Writes the model and its tokenizer. */
    public static Path in(Path directory) throws IOException {
        try (Model model = TinyLanguage.model(1)) {
            CausalLanguageModel.save(
                    model,
                    new CheckpointWriter(StoredType.F32),
                    directory,
                    TinyLanguage.config()::write);
        }
        Files.copy(
                Path.of("src", "test", "resources", "tiny-language", "tokenizer.json"),
                directory.resolve("tokenizer.json"));
        return directory;
    }

    static LuffyTraining training(Path model, Path folder) {
        return training(RECIPE, model, folder);
    }

    static LuffyTraining training(Recipe recipe, Path model, Path folder) {
        return LuffyTraining.of(recipe)
                .model(model)
                .problems(TinyLanguage.problems())
                .reward(TinyRun::share)
                .output(folder);
    }
}
