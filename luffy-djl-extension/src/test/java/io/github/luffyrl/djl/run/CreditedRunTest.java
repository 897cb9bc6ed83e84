package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.training.listener.TrainingListener;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.text.PromptTemplate;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs whose tokens are credited by more than the comparison of a group. */
class CreditedRunTest {

    private static final int STEPS = 8;

    @TempDir Path temporary;

    private Path base;

    @BeforeEach
    void saveTheBase() throws IOException {
        base = temporary.resolve("base");
        try (Model model = TinyLanguage.model(1)) {
            TinyLanguage.save(model, base);
        }
    }

    private static Recipe recipe(String... overrides) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "steps=" + STEPS,
                                "promptsPerStep=2",
                                "groupSize=4",
                                "microBatchTokens=40",
                                "sampling.maxResponseTokens=6",
                                "groups.keep=all",
                                "optimizer.learningRate=0.01",
                                "safety.checkpointEvery=1",
                                "seed=3"));
        all.addAll(List.of(overrides));
        return Recipe.of(all);
    }

    private void train(Recipe recipe, Path folder, TrainingListener... listeners)
            throws IOException {
        try (TextTokenizer tokenizer = TinyLanguage.tokenizer();
                Model model = TinyLanguage.model(1)) {
            LuffyTraining.of(recipe)
                    .model(new LoadedModel(base, model, tokenizer, new PromptTemplate.Plain()))
                    .problems(TinyLanguage.problems())
                    .reward(TinyRun::share)
                    .listener(listeners)
                    .output(folder)
                    .run();
        }
    }

    /** The models that a checkpoint has beside the policy. */
    @ParameterizedTest
    @CsvSource({
        "ppo, critic",
        "open-reasoner-zero, critic",
        "prime, reward-model",
        "reinforce-plus-plus, ''"
    })
    void aRunThatStopsEndsAsOneThatDoesNot(String method, String beside) throws IOException {
        Recipe recipe = recipe("method=" + method);
        Path whole = temporary.resolve("whole");
        train(recipe, whole);
        Path stopped = temporary.resolve("stopped");
        Exception failure =
                assertThrows(
                        TrainingFailedException.class, () -> train(recipe, stopped, new Stop(6)));
        assertInstanceOf(Stop.Stopped.class, failure.getCause());
        train(recipe, stopped);

        Set<String> files = files(whole);
        assertEquals(files, files(stopped));
        for (String file : files) {
            assertEquals(
                    -1, Files.mismatch(whole.resolve(file), stopped.resolve(file)), () -> file);
        }
        Set<String> models = models(whole.resolve("checkpoints/step-0000000" + STEPS));
        assertEquals(beside.isEmpty() ? Set.of() : Set.of(beside), models);
    }

    /** Metrics, weights and checkpoints; times are left out. */
    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(
                            name ->
                                    name.equals("metrics.jsonl")
                                            || name.startsWith("checkpoint/")
                                            || name.startsWith("checkpoints/step-0000000" + STEPS))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> models(Path checkpoint) throws IOException {
        try (Stream<Path> folders = Files.list(checkpoint)) {
            Set<String> names =
                    folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .collect(Collectors.toCollection(TreeSet::new));
            names.removeAll(Set.of("weights", "optimizer"));
            return names;
        }
    }

    private static List<JsonNode> metrics(Path folder) throws IOException {
        List<JsonNode> steps = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            steps.add(new ObjectMapper().readTree(line));
        }
        return steps;
    }

    @Test
    void theCoefficientOfAKlPenaltyMovesAsItsControllerSays() throws IOException {
        Path folder = temporary.resolve("run");
        train(
                recipe(
                        "method=reinforce-plus-plus",
                        "rewardKl.kind=adaptive",
                        "rewardKl.coefficient=0.5",
                        "rewardKl.target=0.05",
                        "rewardKl.horizon=16"),
                folder);

        double coefficient = 0.5;
        double furthest = 0;
        for (JsonNode step : metrics(folder)) {
            assertEquals(coefficient, step.get("rewardKlCoefficient").asDouble(), 1e-12);
            double kl = step.get("rewardKl").asDouble();
            double error = Math.max(-0.2, Math.min(0.2, kl / 0.05 - 1));
            coefficient *= 1 + error * 8 / 16; // two groups of four rows a step
            furthest = Math.max(furthest, kl);
        }
        assertEquals(0, metrics(folder).get(0).get("rewardKl").asDouble(), 1e-6);
        assertTrue(furthest > 0.01, "the policy moved by " + furthest);
    }

    @Test
    void aSamplerThatAgreesNeedsNoCorrection() throws IOException {
        Path plain = temporary.resolve("plain");
        Path corrected = temporary.resolve("corrected");
        train(recipe("method=grpo"), plain);
        train(recipe("method=grpo", "objective.onPolicy.correction.kind=truncated"), corrected);

        List<JsonNode> steps = metrics(corrected);
        for (int i = 0; i < STEPS; i++) {
            assertEquals(
                    metrics(plain).get(i).get("gradientNorm").asDouble(),
                    steps.get(i).get("gradientNorm").asDouble(),
                    1e-4);
        }
        Path masked = temporary.resolve("masked"); // tokens of another last digit are left out
        train(
                recipe(
                        "method=grpo",
                        "objective.onPolicy.correction.kind=masked",
                        "objective.onPolicy.correction.min=1",
                        "objective.onPolicy.correction.max=1"),
                masked);
        assertNotEquals(gradientNorms(plain), gradientNorms(masked));
    }

    private static List<JsonNode> gradientNorms(Path folder) throws IOException {
        return metrics(folder).stream().map(step -> step.get("gradientNorm")).toList();
    }
}
