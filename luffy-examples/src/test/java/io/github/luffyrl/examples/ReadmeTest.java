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
import com.google.inject.Guice;
import com.google.inject.Injector;
import io.github.luffyrl.core.prefix.PrefixSchedule;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.checkpoint.CheckpointWriter;
import io.github.luffyrl.djl.checkpoint.StoredType;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.guice.LuffyModule;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.rewards.guice.RewardsModule;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's programs, compiled here, are the programs in the README. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path THIS =
            Path.of("src/test/java/io/github/luffyrl/examples/ReadmeTest.java");

    @SuppressWarnings("unused") // compiled and compared; it would need a downloaded model to run
    private static void libraryCall() throws IOException {
        // library call begin
        Recipe recipe =
                Recipe.of(Method.LUFFY)
                        .with("optimizer.learningRate", 1e-6)
                        .with("sampling.maxResponseTokens", 1024);
        TrainingResult result =
                LuffyTraining.of(recipe)
                        .model(Path.of("Qwen2.5-0.5B-Instruct")) // a Hugging Face directory
                        .problems(Path.of("problems.jsonl"))
                        .output(Path.of("runs/mine")) // checkpoints, metrics, the trained model
                        .run(); // evaluates, trains, saves, evaluates again
        // library call end
    }

    @SuppressWarnings("unused") // compiled and compared, too
    private static void injected(Recipe recipe, Path model, Path problems, Path output)
            throws IOException {
        // Guice begin
        Injector injector = Guice.createInjector(new LuffyModule(recipe), new RewardsModule());
        LuffyTraining training = injector.getInstance(LuffyTraining.class);
        training.model(model).problems(problems).output(output).run();
        // Guice end
    }

    @SuppressWarnings("unused") // compiled and compared, too
    private static void wiredByHand() throws Exception {
        // wired by hand begin
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
        // wired by hand end
    }

    @Test
    void theProgramsOfTheReadmeAreThoseThatCompile() throws IOException {
        List<String> programs = blocks("java");

        assertEquals(3, programs.size());
        assertEquals(own("library call"), withoutImports(programs.get(0)));
        assertEquals(own("wired by hand"), withoutImports(programs.get(1)));
        assertEquals(own("Guice"), withoutImports(programs.get(2)));
    }

    @Test
    void theImportsOfEveryProgramAreThoseThatCompile() throws IOException {
        List<String> compiled = Files.readAllLines(THIS);

        for (String program : blocks("java")) {
            List<String> imports = program.lines().filter(ReadmeTest::isImport).toList();

            assertTrue(imports.size() >= 5, program);
            assertTrue(compiled.containsAll(imports), () -> imports + " in " + THIS);
        }
    }

    @Test
    void theProblemLineOfTheReadmeIsReadAsAProblemWithADemonstration(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("problems.jsonl");
        Files.writeString(file, blocks("json").get(0));

        var problems = ProblemReader.read(file).problems();

        assertEquals("5", problems.get(0).answer());
        assertTrue(problems.get(0).demonstrations().get(0).text().endsWith("\\boxed{5}."));
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(README))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static String own(String program) throws IOException {
        String source = Files.readString(THIS);
        String begin = "// " + program + " begin\n";
        int from = source.indexOf(begin) + begin.length();
        return normal(source.substring(from, source.indexOf("// " + program + " end", from)));
    }

    private static String withoutImports(String program) {
        return normal(
                program.lines().filter(line -> !isImport(line)).collect(Collectors.joining("\n")));
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ");
    }

    /** Without white space, which the formatter may change. */
    private static String normal(String program) {
        return program.replaceAll("\\s+", "");
    }
}
