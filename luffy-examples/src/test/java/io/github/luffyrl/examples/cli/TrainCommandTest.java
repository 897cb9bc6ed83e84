package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import io.github.luffyrl.examples.experiment.EmbeddedTasks;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

    @TempDir static Path directory;

    private static Path run;
    private static CommandResult result;

    @BeforeAll
    static void train() {
        run = directory.resolve("a/new/run");
        result = CommandResult.train(run);
    }

    @Test
    void aRunLeavesModelMetricsPictureSettingsAndTable() throws IOException {
        assertEquals(0, result.code(), result.err());
        assertEquals("", result.err());
        try (var files = Files.list(run)) {
            assertEquals(
                    Set.of(
                            ".lock",
                            "checkpoint",
                            "metrics.jsonl",
                            "metrics.csv",
                            "timings.jsonl",
                            "tensorboard",
                            "completions.jsonl",
                            "curves.png",
                            "report.html",
                            "recipe.yaml",
                            "accuracy.txt",
                            "before.json",
                            "run.json",
                            "command.json",
                            "result.json"),
                    new HashSet<>(files.map(f -> f.getFileName().toString()).toList()));
        }
    }

    @Test
    void eachTaskIsTrainedFromItsOwnBaseModelWithItsOwnSettings() throws IOException {
        Path lock = directory.resolve("lock");

        CommandResult trained =
                CommandResult.train(
                        lock,
                        "--task=combination-lock",
                        "--set=steps=1",
                        "--set=optimizer.learningRate=1e-30");

        assertEquals(0, trained.code(), trained.err());
        Path base =
                EmbeddedTasks.named("combination-lock")
                        .unpackModel(Files.createDirectory(directory.resolve("lock-base")));
        assertEquals(-1, Files.mismatch(weights(lock), base.resolve("model.safetensors")));
        String recipe = Files.readString(lock.resolve("recipe.yaml"));
        assertTrue(recipe.contains("maxResponseTokens: 51"), recipe);
    }

    @Test
    void theWeightsAreTrained() throws IOException {
        Path base = EmbeddedModel.unpack(Files.createDirectory(directory.resolve("base")));

        assertNotEquals(-1, Files.mismatch(weights(run), base.resolve("model.safetensors")));
        for (String unchanged : List.of("config.json", "tokenizer.json")) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            run.resolve("checkpoint").resolve(unchanged), base.resolve(unchanged)));
        }
    }

    @Test
    void theCheckpointIsLoadedAndAnswersAsTheTrainedModelDid() throws IOException {
        CommandResult evaluated =
                CommandResult.of("evaluate", "--model", run.resolve("checkpoint"), "--limit=8");

        assertEquals(0, evaluated.code(), evaluated.err());
        // Both tables: "NAME  [before]  after", cells two or more spaces apart.
        assertEquals(
                column(Files.readString(run.resolve("accuracy.txt"))), column(evaluated.out()));
    }

    /** The last cell of each row of a printed table, with its name. */
    private static List<String> column(String text) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("solved, 95 % interval"))
                .skip(1)
                .filter(line -> line.contains("["))
                .map(line -> List.of(line.split("\\s{2,}")))
                .map(cells -> cells.get(0) + " " + cells.get(cells.size() - 1))
                .toList();
    }

    @Test
    void everyStepHasALineWithEveryMetric() throws IOException, IllegalAccessException {
        Set<String> documented = new TreeSet<>(Set.of("step"));
        for (var field : MetricsListener.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                documented.add((String) field.get(null));
            }
        }
        MetricsListener.LOSS_METRICS.forEach(m -> documented.add(MetricsListener.name(m)));
        documented.removeAll( // no entropy bonus, KL term, partial prefix, bounds or replay
                Set.of(
                        MetricsListener.REPLAYED_GROUPS,
                        MetricsListener.REPLAY_POOL,
                        MetricsListener.RETIRED_PROBLEMS,
                        MetricsListener.PREFIXED_SOLVED,
                        MetricsListener.ENTROPY_COEFFICIENT,
                        MetricsListener.REFERENCE_KL,
                        "offPolicyMaxClipFraction",
                        "offPolicyMinClipFraction"));
        List<ObjectNode> metrics = metrics(run);

        assertEquals(3, metrics.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(i + 1, metrics.get(i).get("step").intValue());
            Set<String> keys = new TreeSet<>();
            metrics.get(i).fieldNames().forEachRemaining(keys::add);
            assertEquals(documented, keys);
        }
    }

    @Test
    void thePictureShowsCurves() throws IOException {
        BufferedImage image = ImageIO.read(run.resolve("curves.png").toFile());

        assertEquals(Color.WHITE.getRGB(), image.getRGB(0, 0));
        // Three panels in a row; the last of the first row is the solve rate of demonstrations.
        Set<Integer> colors = new HashSet<>();
        for (int x = 2 * image.getWidth() / 3; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight() / 4; y++) {
                colors.add(image.getRGB(x, y));
            }
        }
        assertTrue(colors.contains(new Color(0x0072B2).getRGB()), "the curve's blue");
    }

    @Test
    void theRecipeReadsBackEqual() throws IOException {
        assertEquals(
                Recipe.of(List.of("steps=3", "promptsPerStep=4", "evaluation.problems=8")),
                Recipe.load(run.resolve("recipe.yaml")));
    }

    @Test
    void theTableIsShownAndFitsAConsole() throws IOException {
        String table = Files.readString(run.resolve("accuracy.txt"));

        assertEquals(5, table.lines().count());
        assertTrue(table.startsWith("solved, 95 % interval  before "), table);
        assertTrue(result.out().contains(table), result.out());
        assertTrue(table.lines().allMatch(line -> line.length() <= 100), table);
    }

    @Test
    void aLogHasATableOfTheSteps() {
        List<String> steps =
                result.out().lines().filter(line -> line.matches(" +([123]/3|step) .*")).toList();

        assertEquals(4, steps.size(), result.out());
        assertTrue(steps.get(0).startsWith("      step  solved "), steps.get(0));
        assertTrue(steps.get(1).startsWith("       1/3 "), steps.get(1));
        assertTrue(steps.get(3).matches(" +3/3 +[0-9.]+ % .*\\| +0.0 s"), steps.get(3));
        assertFalse(result.out().contains("\r\033"), result.out());
    }

    @Test
    void theOutputSaysWhereTheTimeWentAndWhereTheResultsAre() {
        assertTrue(
                result.out()
                        .lines()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "time +evaluation \\S+ s, rollouts \\S+ s, training"
                                                        + " \\S+ s")),
                result.out());
        for (String file : List.of("checkpoint", "metrics.jsonl", "curves.png", "recipe.yaml")) {
            assertTrue(result.out().contains(run.resolve(file).toString()), file);
        }
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws IOException {
        Path again = directory.resolve("again");
        Path other = directory.resolve("other");
        assertEquals(0, CommandResult.train(again).code());
        assertEquals(0, CommandResult.train(other, "--seed=1").code());

        assertArrayEquals(Files.readAllBytes(weights(run)), Files.readAllBytes(weights(again)));
        assertEquals(
                Files.readString(run.resolve("metrics.jsonl")),
                Files.readString(again.resolve("metrics.jsonl")));
        assertNotEquals(-1, Files.mismatch(weights(run), weights(other)));
    }

    @Test
    void grpoTrainsWithoutDemonstrations() throws IOException {
        Path grpo = directory.resolve("grpo");

        CommandResult trained = CommandResult.train(grpo, "--method=grpo");

        assertEquals(0, trained.code(), trained.err());
        for (JsonNode step : metrics(grpo)) {
            assertFalse(step.has(MetricsListener.OFF_POLICY_SOLVED), step.toString());
            assertFalse(step.has(MetricsListener.OFF_POLICY_PROBABILITY), step.toString());
            assertTrue(step.has(MetricsListener.ON_POLICY_SOLVED), step.toString());
        }
    }

    @Test
    void sftLearnsDemonstrationsWithoutRollouts() throws IOException {
        Path sft = directory.resolve("sft");

        CommandResult trained = CommandResult.train(sft, "--method=sft");

        assertEquals(0, trained.code(), trained.err());
        assertTrue(trained.out().contains("training: sft, 3 steps of 4 demonstrations, "));
        List<ObjectNode> metrics = metrics(sft);
        assertEquals(3, metrics.size());
        for (ObjectNode step : metrics) {
            assertEquals(1, step.get(MetricsListener.UPDATED).asDouble());
            assertTrue(step.get(MetricsListener.LOSS).asDouble() > 0, step.toString());
        }
        assertFalse(metrics.get(0).has(MetricsListener.ON_POLICY_SOLVED));
        // then RL
        Path rl = directory.resolve("rl");
        CommandResult then =
                CommandResult.train(rl, "--method=grpo", "--model", sft.resolve("checkpoint"));
        assertEquals(0, then.code(), then.err());
        List<String> before = column(Files.readString(sft.resolve("accuracy.txt")));
        List<String> after = Files.readAllLines(rl.resolve("accuracy.txt")).subList(1, 5);
        for (int i = 0; i < 4; i++) { // it starts where SFT ended
            String cell = before.get(i).replaceFirst("^.*held out |^.*trained on ", "");
            assertTrue(after.get(i).contains(cell), after.get(i) + " has no " + cell);
        }
    }

    @Test
    void aDryRunShowsWhatIsWhoseAndStops() {
        Path out = directory.resolve("dry");

        CommandResult dry = CommandResult.train(out, "--dry-run");

        assertEquals(0, dry.code(), dry.err());
        assertFalse(Files.exists(out));
        List<String> lines = dry.out().lines().toList();
        assertEquals(3, lines.stream().filter(line -> line.startsWith("=== ")).count());
        assertEquals(
                3, lines.stream().filter(line -> line.matches("\\[prompt: \\d+ tokens]")).count());
        assertTrue(
                lines.stream()
                        .anyMatch(
                                line ->
                                        line.matches(
                                                "\\[row 1: demonstration 1.* of (\\d+) tokens,"
                                                        + " off-policy: \\1 tokens]")),
                dry.out());
        assertTrue(
                lines.contains("[rows 2 to 8: to be sampled, at most 76 tokens, on-policy]"),
                dry.out());
        assertTrue(
                CommandResult.train(out, "--dry-run", "--method=sft").out().contains(", learned"));
    }

    @Test
    void ownProblemsAreTrainedOnAndExamined() throws IOException {
        Path data =
                Files.writeString(
                        directory.resolve("sums.jsonl"),
                        """
                        {"prompt": "What is 2 + 3?", "answer": "5", "demonstrations": ["2 + 3 = \\\\boxed{5}"]}
                        {"prompt": "What is 4 + 4?", "answer": "8", "demonstrations": ["4 + 4 = \\\\boxed{8}"]}
                        {"prompt": "What is 1 + 6?", "answer": 7}
                        """);
        Path out = directory.resolve("sums");

        CommandResult trained = CommandResult.train(out, "--data", data, "--held-out", data);

        assertEquals(0, trained.code(), trained.err());
        assertTrue(
                trained.out().contains(data + ": 3 problems of 3 rows, 2 with demonstrations"),
                trained.out());
        List<String> table = Files.readAllLines(out.resolve("accuracy.txt"));
        assertEquals(3, table.size());
        assertTrue(table.get(1).matches("training +0.0 % \\(0/3\\) .*"), table.get(1));
        assertTrue(table.get(2).startsWith("held out "), table.get(2));
        for (JsonNode step : metrics(out)) { // what solves is a demonstration, so it got its reward
            assertEquals(1, step.get(MetricsListener.OFF_POLICY_SOLVED).doubleValue());
        }
    }

    private static Path weights(Path run) {
        return run.resolve("checkpoint/model.safetensors");
    }

    private static List<ObjectNode> metrics(Path run) throws IOException {
        List<ObjectNode> metrics = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            metrics.add((ObjectNode) new ObjectMapper().readTree(line));
        }
        return metrics;
    }
}
