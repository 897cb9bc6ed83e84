package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are interrupted. What they use is closed at once, so a thread left behind crashes. */
class InterruptedRunTest {

    private static final int INTERRUPTS = 200;
    private static final int LATEST_MILLIS = 120;

    private static final Recipe RECIPE =
            Recipe.of(
                    List.of(
                            "method=luffy",
                            "promptsPerStep=2",
                            "groupSize=4",
                            "steps=20",
                            "evaluation.problems=2",
                            "safety.checkpointEvery=2",
                            "sampling.maxResponseTokens=40"));

    @TempDir Path temporary;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void twoHundredInterruptsLeaveNothingThatReadsAClosedModel() throws Exception {
        Path model = modelDirectory();
        Random random = new Random(1);
        int ended = 0;
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < INTERRUPTS; i++) {
            AtomicReference<Exception> failure = new AtomicReference<>();
            Path folder = temporary.resolve("run-" + i % 20);
            Thread run = new Thread(() -> train(model, folder, failure));
            run.start();
            Thread.sleep(random.nextInt(LATEST_MILLIS));
            run.interrupt();
            run.join();
            ended += failure.get() == null ? 0 : 1;
            messages.add(String.valueOf(failure.get()));
        }
        int interrupted = ended;
        assertTrue(interrupted > INTERRUPTS / 2, () -> interrupted + " interrupts came in time");
        messages.stream().distinct().forEach(System.out::println);
        assertEquals(0, threadsLeft(), "rollout threads");
    }

    private static void train(Path model, Path folder, AtomicReference<Exception> failure) {
        try {
            LuffyTraining.of(RECIPE)
                    .model(model)
                    .problems(TinyLanguage.problems())
                    .reward(TinyRun::share)
                    .output(folder)
                    .run();
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        }
    }

    private Path modelDirectory() throws IOException {
        Path directory = temporary.resolve("model");
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

    private static long threadsLeft() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("rollout-"))
                .count();
    }
}
