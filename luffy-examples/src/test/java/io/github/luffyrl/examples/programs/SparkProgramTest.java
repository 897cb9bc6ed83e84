package io.github.luffyrl.examples.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.digitmachine.DigitMachineTask;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import io.github.luffyrl.examples.experiment.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded task with LUFFY on two executors, each a Java process with one core. */
@Timeout(300)
class SparkProgramTest {

    private static final int STEPS = 3;

    @TempDir static Path home;
    private static JavaSparkContext context;
    private static Path model;
    private static Task task;
    private static TrainingResult alone;

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(home.resolve("jars"));
        Files.createFile(home.resolve("RELEASE"));
        System.setProperty("spark.testing", "true"); // then a folder can take the place of Spark's
        System.setProperty("spark.test.home", home.toString());
        context =
                new JavaSparkContext(
                        new SparkConf()
                                .setMaster("local-cluster[2,1,1024]")
                                .setAppName("luffy")
                                .set("spark.ui.enabled", "false")
                                .set(
                                        "spark.executor.extraClassPath",
                                        System.getProperty("java.class.path"))
                                .set(
                                        "spark.executor.extraJavaOptions",
                                        "-Dai.djl.offline=true -Dai.djl.pytorch.num_threads=1")
                                .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.13"));
        model = Files.createDirectory(home.resolve("model"));
        EmbeddedModel.unpack(model);
        task = Task.of(new DigitMachineTask(), 0, 8);
        alone = run(LuffyTraining.of(recipe()), "alone");
    }

    @AfterAll
    static void stop() {
        if (context != null) {
            context.close();
        }
        System.clearProperty("spark.testing");
        System.clearProperty("spark.test.home");
    }

    private static Recipe recipe() {
        return Recipe.of(List.of("method=luffy", "steps=" + STEPS, "microBatchTokens=2048"));
    }

    private static TrainingResult run(LuffyTraining training, String folder) throws Exception {
        Map<String, List<Problem>> sets = task.evaluation();
        return training.model(model)
                .problems(task.training())
                .evaluateOn(sets)
                .reward(task.reward().orElseThrow())
                .output(home.resolve(folder))
                .run();
    }

    private static TrainingResult onCluster(String folder) throws Exception {
        return run(SparkProgram.training(context, recipe()), folder);
    }

    /** Weights, responses and accuracies, to the last bit. */
    @Test
    void aRunIsThatOfOneProcess() throws Exception {
        Watch watch = new Watch(Integer.MAX_VALUE);
        context.sc().addSparkListener(watch);
        TrainingResult together = onCluster("together");
        context.sc().removeSparkListener(watch);

        assertSame(together);
        assertTrue(
                watch.stages().contains("luffy: 128 responses in 2 tasks"),
                watch.stages()::toString);
        assertTrue(
                watch.stages().stream()
                        .anyMatch(name -> name.matches("luffy: gradient of [3-9] micro-batches")),
                watch.stages()::toString);
        assertTrue(watch.executors.size() >= 2, "tasks ran on " + watch.executors);
    }

    /** Its process is killed while a task of the second step's gradient runs. */
    @Test
    void anExecutorThatIsKilledInMidStepCostsNothing() throws Exception {
        Watch watch = new Watch(2);
        context.sc().addSparkListener(watch);
        TrainingResult survived = onCluster("survived");
        context.sc().removeSparkListener(watch);

        assertTrue(watch.killed.get(), "an executor was killed");
        assertTrue(watch.removed.get() >= 1, "Spark saw it");
        assertSame(survived);
    }

    private static void assertSame(TrainingResult run) throws Exception {
        assertEquals(STEPS, run.report().steps());
        assertEquals(alone.sets(), run.sets());
        Path base = model.resolve("model.safetensors");
        Path trained = alone.folder().checkpoint().resolve("model.safetensors");
        assertNotEquals(-1, Files.mismatch(base, trained), "something was learned");
        assertEquals(
                -1,
                Files.mismatch(trained, run.folder().checkpoint().resolve("model.safetensors")),
                "weights");
        assertEquals(
                -1,
                Files.mismatch(alone.folder().completions(), run.folder().completions()),
                "responses");
    }

    /** Sees the stages, and kills the process of an executor in one of them. */
    private static final class Watch extends SparkListener {

        private final Map<Integer, String> stages = new ConcurrentHashMap<>();
        private final Set<String> executors = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean killed = new AtomicBoolean();
        private final AtomicInteger removed = new AtomicInteger();
        private final AtomicInteger gradients = new AtomicInteger();
        private final int killedGradient;

        Watch(int killedGradient) {
            this.killedGradient = killedGradient;
        }

        Set<String> stages() {
            return new HashSet<>(stages.values());
        }

        @Override
        public void onStageSubmitted(SparkListenerStageSubmitted stage) {
            String name = stage.stageInfo().name();
            if (stages.put(stage.stageInfo().stageId(), name) == null
                    && name.contains("gradient")) {
                gradients.incrementAndGet();
            }
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart task) {
            executors.add(task.taskInfo().executorId());
            boolean now =
                    gradients.get() == killedGradient
                            && stages.get(task.stageId()).contains("gradient");
            if (now && killed.compareAndSet(false, true)) {
                ProcessHandle.current() // the workers of a local cluster start executors from here
                        .children()
                        .filter(child -> child.info().command().orElse("").endsWith("java"))
                        .findFirst()
                        .orElseThrow()
                        .destroyForcibly();
            }
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
            removed.incrementAndGet();
        }
    }
}
