package io.github.luffyrl.djl.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.reward.Attempt;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.checkpoint.LoraConfig;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.generation.ModelPolicy;
import io.github.luffyrl.djl.loss.MixedPolicyGrpoLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.text.TextTokenizer;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two executors, each a Java process with one core. */
@Timeout(300)
class SparkTest {

    private static final int STEPS = 3;

    @TempDir static Path home;
    private static JavaSparkContext context;
    private static TextTokenizer tokenizer;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws IOException {
        Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("RELEASE"));
        System.setProperty("spark.testing", "true"); // then a folder can take the place of Spark's
        System.setProperty("spark.test.home", home.toString());
        SparkConf conf =
                new SparkConf()
                        .setMaster("local-cluster[2,1,1024]")
                        .setAppName("luffy")
                        .set("spark.ui.enabled", "false")
                        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                        .set(
                                "spark.executor.extraJavaOptions",
                                "-Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1")
                        .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13");
        context = new JavaSparkContext(conf);
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterAll
    static void stop() {
        if (context != null) {
            context.close();
        }
        System.clearProperty("spark.testing");
        System.clearProperty("spark.test.home");
        tokenizer.close();
    }

    @Test
    void rolloutsAreThoseOfOneProcess() {
        try (Model model = TinyLanguage.model(1)) {
            SamplingParams sampling = new SamplingParams(1, 12);
            assertSame(
                    new ModelPolicy(model).rollout(requests(), sampling),
                    new SparkPolicy(context, model, 3).rollout(requests(), sampling));
        }
    }

    private static void assertSame(List<Trajectory> expected, List<Trajectory> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).tokens(), actual.get(i).tokens());
            assertEquals(expected.get(i).prefixLength(), actual.get(i).prefixLength());
            assertEquals(expected.get(i).finished(), actual.get(i).finished());
            assertArrayEquals(expected.get(i).logProbs(), actual.get(i).logProbs());
        }
    }

    @Test
    void anotherLossThanTheTrainersIsFound() throws Exception {
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model)) {
            RolloutDataset rollouts = rollouts(new ModelPolicy(model, 1));
            SparkGradients other =
                    new SparkGradients(
                            context,
                            () ->
                                    MixedPolicyGrpoLoss.builder()
                                            .optEntropy(EntropyCoefficient.constant(0.1))
                                            .build(),
                            2);
            try (Batch batch = trainer.iterateDataset(rollouts).iterator().next()) {
                IllegalStateException error =
                        assertThrows(
                                IllegalStateException.class, () -> other.backward(trainer, batch));
                assertTrue(error.getMessage().contains("another loss"), error.getMessage());
            }
        }
    }

    /** Weights that change between rollouts reach executors that already have a model. */
    @Test
    void aTrainingIsThatOfOneProcess() throws Exception {
        List<Trajectory> alone = train(model -> new ModelPolicy(model, 1));
        List<Trajectory> together = train(model -> new SparkPolicy(context, model, 2));
        assertEquals(STEPS * 8, alone.size());
        assertSame(alone, together);
    }

    private interface PolicyOf {
        Policy of(Model model);
    }

    private static List<Trajectory> train(PolicyOf policy) throws Exception {
        List<Trajectory> written = new ArrayList<>();
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model)) {
            Policy sampled = policy.of(model);
            RolloutDataset rollouts =
                    rollouts(
                            (requests, sampling) -> {
                                List<Trajectory> some = sampled.rollout(requests, sampling);
                                written.addAll(some);
                                return some;
                            });
            EasyTrain.fit(trainer, 1, rollouts, null);
            return written;
        }
    }

    @Test
    void theGradientIsThatOfOneProcess() throws Exception {
        try (Model model = TinyLanguage.model(1);
                LuffyTrainer trainer = trainer(model)) {
            RolloutDataset rollouts = rollouts(new ModelPolicy(model, 1));
            SparkGradients gradients =
                    new SparkGradients(context, () -> MixedPolicyGrpoLoss.builder().build(), 2);
            int step = 0;
            for (Batch batch : trainer.iterateDataset(rollouts)) {
                try (batch) {
                    double[] loss = new double[1];
                    Map<String, float[]> alone = gradient(trainer, batch, loss);
                    gradients.backward(trainer, batch);
                    Map<String, float[]> together = TinyLanguage.gradients(model);
                    double largest = 0;
                    for (Map.Entry<String, float[]> entry : alone.entrySet()) {
                        for (float value : entry.getValue()) {
                            largest = Math.max(largest, Math.abs(value));
                        }
                        assertArrayEquals(
                                entry.getValue(),
                                together.get(entry.getKey()),
                                1e-5f,
                                entry.getKey());
                    }
                    assertTrue(largest > 1e-3, "the largest gradient is only " + largest);
                    trainer.step();
                    step++;
                }
            }
            assertEquals(STEPS, step);
        }
    }

    /** Leaves no gradient behind. */
    private static Map<String, float[]> gradient(LuffyTrainer trainer, Batch batch, double[] loss) {
        Device device = trainer.getManager().getDevice();
        Batch[] parts = batch.split(new Device[] {device}, false);
        assertTrue(parts.length >= 2, parts.length + " micro-batches");
        MixedPolicyGrpoLoss own = MixedPolicyGrpoLoss.builder().build();
        try (GradientCollector collector = trainer.newGradientCollector()) {
            for (Batch part : parts) {
                try (part;
                        NDArray value =
                                own.evaluate(
                                        part.getLabels(),
                                        trainer.getModel()
                                                .getBlock()
                                                .forward(
                                                        new ParameterStore(
                                                                trainer.getManager(), false),
                                                        part.getData(),
                                                        part.getLabels(),
                                                        null))) {
                    loss[0] += value.getFloat();
                    collector.backward(value);
                }
            }
            Map<String, float[]> gradients = TinyLanguage.gradients(trainer.getModel());
            collector.zeroGradients();
            return gradients;
        }
    }

    private static LuffyTrainer trainer(Model model) {
        LuffyTrainer trainer =
                new LuffyTrainer(
                        model,
                        new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build())
                                .optDevices(new Device[] {model.getNDManager().getDevice()})
                                .optOptimizer(
                                        AdamW.builder().optLearningRate(update -> 0.01f).build()));
        trainer.initialize(new Shape(1, 1));
        return trainer;
    }

    private static RolloutDataset rollouts(Policy policy) {
        return RolloutDataset.builder()
                .setPolicy(policy)
                .setEncoder(TinyLanguage.encoder(tokenizer, 6))
                .setProblems(TinyLanguage.problems())
                .setReward(SparkTest::length)
                .optGroups(2, 4)
                .optMicroBatchTokens(24)
                .optSteps(STEPS)
                .optSeed(5)
                .build();
    }

    private static Reward length(Problem problem, Completion completion) {
        return new Reward(completion.text().length() / 10.0, false);
    }

    @Test
    void rewardsAreThoseOfOneProcess() {
        RewardFunction reward = SparkTest::length;
        assertEquals(
                reward.scoreAll(attempts()),
                new SparkReward(context, () -> SparkTest::length, 3).scoreAll(attempts()));
    }

    /** The first executor to come here ends without a word; its tasks are run again. */
    @Test
    void anExecutorThatDiesInMidStepCostsNoResult() throws IOException {
        String marker = folder.resolve("killed").toString();
        List<Reward> rewards =
                new SparkReward(
                                context,
                                () -> {
                                    dieOnce(Path.of(marker));
                                    return SparkTest::length;
                                },
                                4)
                        .scoreAll(attempts());
        assertTrue(Files.exists(Path.of(marker)), "an executor died");
        RewardFunction reward = SparkTest::length;
        assertEquals(reward.scoreAll(attempts()), rewards);
        rolloutsAreThoseOfOneProcess(); // the executor that takes its place has no model yet
    }

    private static void dieOnce(Path marker) {
        if (SparkEnv.get().executorId().equals("driver")) {
            throw new IllegalStateException("rewards are computed by the driver");
        }
        try {
            Files.createFile(marker);
        } catch (IOException alreadyThere) {
            return;
        }
        Runtime.getRuntime().halt(1);
    }

    @Test
    void anAdapterIsRefused() {
        try (Model model = TinyLanguage.model(1)) {
            CausalLanguageModel.addAdapter(
                    model, new LoraConfig(2, 8, 0, Set.of("q_proj"), false), 1);
            IllegalArgumentException error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    new SparkPolicy(context, model, 2)
                                            .rollout(requests(), new SamplingParams(1, 4)));
            assertTrue(error.getMessage().contains("merge the adapter"), error.getMessage());
        }
    }

    private static List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            attempts.add(
                    new Attempt(
                            TinyLanguage.problems().get(i % 2), Completion.of("abc".repeat(i))));
        }
        return attempts;
    }

    private static List<RolloutRequest> requests() {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int i = 0; i < 150; i++) { // three batches
            Prefix prefix = i % 4 == 0 ? new Prefix(new int[] {4, 5}) : Prefix.NONE;
            requests.add(new RolloutRequest(Tokens.of(2 + i / 40, 3, 4), prefix, 100 + i));
        }
        return requests;
    }
}
