package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.djl.Model;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.text.PromptTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs a method on the tiny language by {@link LuffyTraining}, to its end or until it is killed.
 */
final class MethodRun {

    /** As if the process had ended. */
    static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Path models;
    private final List<String> settings;
    private RewardFunction reward = MethodRun::hasC;

    /** A run of a method of a few small groups. */
    MethodRun(Path models, String method, List<String> more) {
        this.models = models;
        settings =
                new ArrayList<>(
                        List.of(
                                "method=" + method,
                                "promptsPerStep=4",
                                "groupSize=4",
                                "sampling.maxResponseTokens=5",
                                "evaluation.problems=2",
                                "optimizer.learningRate=0.01",
                                "optimizer.warmupSteps=2",
                                "safety.checkpointEvery=4"));
        settings.addAll(more);
    }

    MethodRun reward(RewardFunction other) {
        reward = other;
        return this;
    }

    Recipe recipe() {
        return Recipe.of(settings);
    }

    /** Eight problems, each with a demonstration. */
    static List<Problem> problems() {
        return IntStream.range(0, 8)
                .mapToObj(
                        i ->
                                Problem.of(
                                        "p" + i,
                                        "" + (char) ('a' + i) + (char) ('c' + i),
                                        "c",
                                        Demonstration.of("c".repeat(1 + i % 3))))
                .toList();
    }

    private static Reward hasC(Problem problem, Completion completion) {
        return Reward.of(completion.text().contains("c"));
    }

    /** Runs to the end, from the latest checkpoint if there is one. */
    TrainingResult run(Path folder, TrainingListener... listeners) throws IOException {
        return run(base(), folder, sink -> {}, listeners);
    }

    /** Runs, and is killed once the metrics of a step are written. */
    void killedAfter(Path folder, long step) throws IOException {
        try {
            run(
                    base(),
                    folder,
                    written -> {
                        if (written.step() == step) {
                            throw new Killed();
                        }
                    });
        } catch (TrainingFailedException e) {
            assertInstanceOf(Killed.class, e.getCause());
            return;
        }
        throw new AssertionError("there was no step " + step);
    }

    /** Runs, and is killed when a trainer begins: the second one is that after a warm start. */
    void killedAtTrainer(Path folder, int trainer) throws IOException {
        int[] begun = {0};
        try {
            run(
                    folder,
                    new TrainingListenerAdapter() {
                        @Override
                        public void onTrainingBegin(Trainer unused) {
                            if (++begun[0] == trainer) {
                                throw new Killed();
                            }
                        }
                    });
        } catch (TrainingFailedException e) {
            assertInstanceOf(Killed.class, e.getCause());
            return;
        }
        throw new AssertionError("there were only " + begun[0] + " trainers");
    }

    /** Runs from a model directory. */
    TrainingResult run(Path model, Path folder, MetricsSink sink, TrainingListener... listeners)
            throws IOException {
        try (LoadedModel loaded =
                new LoadedModel(
                        model,
                        CausalLanguageModel.load(model),
                        TinyLanguage.tokenizer(),
                        new PromptTemplate.Plain())) {
            return LuffyTraining.of(recipe())
                    .model(loaded)
                    .problems(problems())
                    .reward(reward)
                    .listener(listeners)
                    .sink(sink)
                    .output(folder)
                    .run();
        }
    }

    private Path base() throws IOException {
        Path directory = models.resolve("base");
        if (!Files.exists(directory)) {
            try (Model model = TinyLanguage.model(1)) {
                CausalLanguageModel.save(
                        model,
                        new CheckpointWriter(StoredType.F32),
                        directory,
                        TinyLanguage.config()::write);
            }
        }
        return directory;
    }

    /** The lines of a run's metrics. */
    static List<JsonNode> metrics(Path folder) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    /** All results of two runs are the same, byte for byte. */
    static void assertSame(Path uninterrupted, Path resumed) throws IOException {
        for (String file :
                List.of(
                        "metrics.jsonl",
                        "metrics.csv",
                        "completions.jsonl",
                        "result.json",
                        "checkpoint/model.safetensors")) {
            assertEquals(
                    -1,
                    Files.mismatch(uninterrupted.resolve(file), resumed.resolve(file)),
                    () -> file + " of " + resumed);
        }
    }
}
