package io.github.luffyrl.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.util.Modules;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.guice.LuffyModule;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.StepRecord;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Method;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import io.github.luffyrl.rewards.guice.RewardsModule;
import io.github.luffyrl.rewards.verifier.MathReward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A DJL program that fine-tunes on demonstrations, what LUFFY makes of it, and the same by
 * injection. They run here, and docs/training.md and docs/guice.md show them.
 */
class FromDjlTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Path THIS =
            Path.of("src/test/java/io/github/luffyrl/examples/FromDjlTest.java");
    private static final int MOST_CHANGED_LINES = 10;
    private static final int PASSES = 20;
    private static final int STEPS = 2;
    private static final int ROWS = 4;
    private static final int GROUP = 4;

    @TempDir static Path directory;
    private static ProblemEncoder encoder;

    private final List<Problem> problems = new ArrayList<>();
    private final List<StepRecord> written = new ArrayList<>();
    private final MetricsSink sink = written::add;

    /** Sums below ten; all rows have the same length. */
    FromDjlTest() {
        for (int a = 1; a <= STEPS * ROWS; a++) {
            problems.add(Problem.of("p" + a, a + "+1=", "" + (a + 1), demonstration(a + 1)));
        }
    }

    private static Demonstration demonstration(int answer) {
        return Demonstration.of("\\boxed{%d}".formatted(answer));
    }

    @BeforeAll
    static void open() throws IOException {
        EmbeddedModel.unpack(directory);
        encoder = ProblemEncoder.load(directory, 8, 16);
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    /** A small model that finds all tokens about equally likely. */
    private static Model untrained() throws IOException {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        return CausalLanguageModel.create(CausalLmConfig.read(directory));
    }

    private static Optimizer optimizer() {
        return Optimizer.adam().optLearningRateTracker(Tracker.fixed(3e-3f)).build();
    }

    private void supervised(Model model) throws Exception {
        long[][] inputs = tokens(0);
        long[][] targets = tokens(1);
        NDManager manager = model.getNDManager();
        // supervised begin
        TrainingConfig config =
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .optOptimizer(optimizer())
                        .addTrainingListeners(TrainingListener.Defaults.basic());
        Dataset dataset =
                new ArrayDataset.Builder()
                        .setData(manager.create(inputs))
                        .optLabels(manager.create(targets).expandDims(-1))
                        .setSampling(ROWS, false)
                        .build();
        try (Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(new Shape(1, 1));
            EasyTrain.fit(trainer, PASSES, dataset, null);
        }
        // supervised end
    }

    private void luffy(Model model) throws Exception {
        // luffy begin
        TrainingConfig config =
                new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                        .optOptimizer(optimizer())
                        .addTrainingListeners(TrainingListener.Defaults.basic());
        Dataset dataset =
                RolloutDataset.builder()
                        .setPolicy(new ModelPolicy(model))
                        .setEncoder(encoder)
                        .setProblems(problems)
                        .setReward(new MathReward())
                        .optGroups(ROWS, GROUP)
                        .optSteps(STEPS)
                        .build();
        try (Trainer trainer = new LuffyTrainer(model, config)) {
            trainer.initialize(new Shape(1, 1));
            EasyTrain.fit(trainer, PASSES, dataset, null);
        }
        // luffy end
    }

    private void injected(Model model) throws Exception {
        Recipe recipe = recipe();
        // guice begin
        Injector injector =
                Guice.createInjector(
                        Modules.override(new LuffyModule(recipe))
                                .with(
                                        new AbstractModule() {
                                            @Override
                                            protected void configure() {
                                                bind(Optimizer.class).toInstance(optimizer());
                                            }
                                        }),
                        new RewardsModule());
        TrainingParts parts = injector.getInstance(TrainingParts.class);
        RolloutDataset rollouts = parts.rollouts(model, encoder, problems).build();
        try (Trainer trainer = parts.trainer(model, List.of(sink))) {
            trainer.initialize(new Shape(1, 1));
            EasyTrain.fit(trainer, 1, rollouts, null);
        }
        // guice end
    }

    /** The settings that luffy() has by default. */
    private static Recipe recipe() {
        return Recipe.of(Method.LUFFY)
                .with("promptsPerStep", ROWS)
                .with("groupSize", GROUP)
                .with("steps", PASSES * STEPS)
                .with("sampling.maxPromptTokens", 8)
                .with("sampling.maxResponseTokens", 16)
                .with("objective.normalizer.kind", "token-mean");
    }

    @Test
    void bothProgramsLearnWhatIsDemonstrated() throws Exception {
        try (Model model = untrained();
                Model finetuned = untrained();
                Model guided = untrained()) {
            supervised(finetuned);
            luffy(guided);

            double atFirst = probability(model); // about (1/257)^10: ten tokens of 257
            assertTrue(atFirst < 1e-20, "at first " + atFirst);
            for (Model trained : List.of(finetuned, guided)) {
                double after = probability(trained);
                assertTrue(after > 1e10 * atFirst, "from " + atFirst + " to " + after);
            }
        }
    }

    @Test
    void injectionTrainsTheSameWeights() throws Exception {
        try (Model built = untrained();
                Model wired = untrained()) {
            luffy(built);
            injected(wired);

            Map<String, float[]> expected = weights(built);
            weights(wired).forEach((name, w) -> assertArrayEquals(expected.get(name), w, name));
        }
        assertEquals(PASSES * STEPS, written.size());
        assertEquals(1, written.get(0).metrics().get(MetricsListener.OFF_POLICY_SOLVED));
    }

    @Test
    void atMostTenLinesChangeAndTheGuideShowsThem() throws IOException {
        List<String> changes =
                changes(
                        between(THIS, "// supervised begin", "// supervised end"),
                        between(THIS, "// luffy begin", "// luffy end"));

        for (String sign : List.of("-", "+")) {
            long changed = changes.stream().filter(line -> line.startsWith(sign)).count();
            assertTrue(changed >= 1 && changed <= MOST_CHANGED_LINES, sign + changed);
        }
        assertEquals(
                changes,
                between(DOCS.resolve("training.md"), "```diff", "```").stream()
                        .map(line -> line.replaceFirst("^([-+]) +", "$1"))
                        .toList());
    }

    @Test
    void theProgramOfTheGuiceGuideIsTheOneThatRuns() throws IOException {
        assertEquals(
                withoutSpace(between(THIS, "// guice begin", "// guice end")),
                withoutSpace(between(DOCS.resolve("guice.md"), "```java", "```")));
    }

    /** The first or, shifted by one, the last tokens of all rows but one token. */
    private long[][] tokens(int shift) {
        long[][] rows = new long[problems.size()][];
        for (int p = 0; p < rows.length; p++) {
            EncodedProblem problem = encoder.encode(problems.get(p));
            Tokens tokens = problem.prompt().concat(problem.demonstrations().get(0).tokens());
            rows[p] = new long[tokens.length() - 1];
            for (int i = 0; i < rows[p].length; i++) {
                rows[p][i] = tokens.get(i + shift);
            }
        }
        return rows;
    }

    /** The mean probability of a demonstration. */
    private double probability(Model model) {
        List<Trajectory> demonstrations =
                problems.stream().map(encoder::encode).map(FromDjlTest::demonstrated).toList();
        return new ModelScorer(model, 1024)
                .logProbs(demonstrations, 1).stream()
                        .mapToDouble(FromDjlTest::probability)
                        .average()
                        .orElseThrow();
    }

    private static Trajectory demonstrated(EncodedProblem problem) {
        Tokens tokens = problem.demonstrations().get(0).tokens();
        return new Trajectory(
                problem.prompt(), tokens, tokens.length(), new float[tokens.length()], true);
    }

    private static double probability(float[] logProbs) {
        double sum = 0;
        for (float logProb : logProbs) {
            sum += logProb;
        }
        return Math.exp(sum);
    }

    private static Map<String, float[]> weights(Model model) {
        Map<String, float[]> weights = new TreeMap<>();
        model.getBlock()
                .getParameters()
                .forEach(p -> weights.put(p.getKey(), p.getValue().getArray().toFloatArray()));
        return weights;
    }

    /** The lines that go, with a minus, and those that come, with a plus, as {@code diff} does. */
    private static List<String> changes(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1]; // lines from i and j on
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] =
                        before.get(i).equals(after.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> changes = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                i++;
                j++;
            } else if (j == after.size()
                    || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                changes.add("-" + before.get(i++));
            } else {
                changes.add("+" + after.get(j++));
            }
        }
        return changes;
    }

    private static List<String> between(Path file, String begin, String end) throws IOException {
        List<String> lines = Files.readString(file).lines().map(String::strip).toList();
        int from = lines.indexOf(begin) + 1;
        assertTrue(from > 0, () -> file + " has no line " + begin);
        List<String> rest = lines.subList(from, lines.size());
        return rest.subList(0, rest.indexOf(end));
    }

    private static String withoutSpace(List<String> lines) {
        return String.join("", lines).replaceAll("\\s+", "");
    }
}
