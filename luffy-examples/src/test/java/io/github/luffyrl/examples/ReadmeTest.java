package io.github.luffyrl.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program, compiled here, is the program in the README. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path THIS =
            Path.of("src/test/java/io/github/luffyrl/examples/ReadmeTest.java");

    @SuppressWarnings("unused") // compiled and compared; it would need a downloaded model to run
    private static void program() throws Exception {
        // README begin
        Path directory = Path.of("Qwen2.5-0.5B-Instruct");
        Model model = CausalLanguageModel.load(directory);
        ProblemEncoder encoder = ProblemEncoder.load(directory, 512, 1024);

        TrainingConfig config =
                new DefaultTrainingConfig(
                                MixedPolicyGrpoLoss.builder().build()) // was: cross-entropy
                        .optOptimizer(AdamW.builder().optLearningRate(Tracker.fixed(1e-6f)).build())
                        .addTrainingListeners(TrainingListener.Defaults.logging());

        Dataset rollouts = // was: a supervised dataset
                RolloutDataset.builder()
                        .setPolicy(new ModelPolicy(model))
                        .setEncoder(encoder)
                        .setProblems(ProblemReader.read(Path.of("problems.jsonl")).problems())
                        .setReward(new MathReward())
                        .optPrefix(
                                PrefixSchedule.wholeDemonstration()) // 7 rollouts, 1 demonstration
                        .optSteps(500)
                        .build();

        try (Trainer trainer = new LuffyTrainer(model, config)) { // was: model.newTrainer(config)
            trainer.initialize(new Shape(1, 1));
            EasyTrain.fit(trainer, 1, rollouts, null);
        }
        CausalLanguageModel.save(
                model,
                new CheckpointWriter(StoredType.BF16),
                Path.of("trained"),
                CheckpointWriter.companionsOf(directory));
        // README end
    }

    @Test
    void theProgramOfTheReadmeIsTheOneThatCompiles() throws IOException {
        assertEquals(between(THIS, "// README begin", "// README end"), block("java"));
    }

    @Test
    void theProblemLineOfTheReadmeIsReadAsAProblemWithADemonstration(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("problems.jsonl");
        Files.writeString(file, String.join("\n", block("json")));

        var problems = ProblemReader.read(file).problems();

        assertEquals("5", problems.get(0).answer());
        assertTrue(problems.get(0).demonstrations().get(0).text().endsWith("\\boxed{5}."));
    }

    private static List<String> block(String language) throws IOException {
        return between(README, "```" + language, "```");
    }

    /** The lines between two markers without white space, which the formatter may change. */
    private static List<String> between(Path file, String begin, String end) throws IOException {
        List<String> lines = Files.readString(file).lines().map(String::strip).toList();
        int from = lines.indexOf(begin) + 1;
        assertTrue(from > 0, () -> file + " has no line " + begin);
        List<String> rest = lines.subList(from, lines.size());
        String text = String.join("", rest.subList(0, rest.indexOf(end)));
        return Arrays.asList(text.replaceAll("\\s+", " ").split("(?<=;)"));
    }
}
