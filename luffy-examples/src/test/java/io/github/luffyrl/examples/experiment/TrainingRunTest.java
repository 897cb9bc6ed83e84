package io.github.luffyrl.examples.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

    @TempDir Path directory;

    private final StringWriter out = new StringWriter();

    private void run(Path folder, String... overrides) throws IOException {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.addAll(0, List.of("steps=1", "promptsPerStep=2", "evaluation.problems=2"));
        Recipe recipe = Recipe.of(all);
        Path base = directory.resolve("base");
        if (!Files.exists(base)) {
            EmbeddedModel.unpack(Files.createDirectory(base));
        }
        new TrainingRun(
                        recipe,
                        Task.digitMachine(0, 2),
                        base,
                        new Console(new PrintWriter(out), false))
                .run(new RunFolder(folder));
    }

    @Test
    void aPictureThatCannotBeWrittenLosesNothingElse() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("run"));
        run(folder);
        Path inTheWay = folder.resolve("curves.png/full");
        Files.delete(folder.resolve("curves.png"));
        Files.createDirectories(inTheWay);
        Files.delete(folder.resolve("result.json"));
        Files.delete(folder.resolve("accuracy.txt"));

        run(folder);

        assertTrue(Files.isDirectory(inTheWay));
        assertTrue(Files.size(folder.resolve("checkpoint/model.safetensors")) > 100_000);
        assertEquals(1, Files.readAllLines(folder.resolve("metrics.jsonl")).size());
        assertEquals(5, Files.readAllLines(folder.resolve("accuracy.txt")).size());
        assertTrue(out.toString().contains("no picture of the curves: "), out.toString());
        assertTrue(out.toString().contains(folder.resolve("checkpoint").toString()));
    }

    @Test
    void anEntropyBonusIsTrainedWithItsCoefficientOnRowsWithoutAdvantage() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("run"));

        // the base never solves a hard problem, so on-policy rows alone have no advantage
        run(folder, "method=grpo", "objective.entropy.coefficient=0.02");

        JsonNode step =
                new ObjectMapper().readTree(Files.readString(folder.resolve("metrics.jsonl")));
        assertEquals(0.02, step.get("entropyCoefficient").asDouble());
        assertEquals(1, step.get("groupsWithoutSignal").asDouble());
        assertEquals(1, step.get("updated").asDouble());
        // without advantages the loss is the bonus alone, and all tokens are on-policy
        double bonus = 0.02 * step.get("entropy").asDouble();
        assertEquals(-bonus, step.get("loss").asDouble(), 1e-6);
    }

    @Test
    void aKlTermIsThatOfTheModelBeforeTraining() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("run"));

        run(folder, "objective.kl.coefficient=0.5", "steps=2", "optimizer.learningRate=0.01");

        List<String> lines = Files.readAllLines(folder.resolve("metrics.jsonl"));
        ObjectMapper json = new ObjectMapper();
        assertEquals(0, json.readTree(lines.get(0)).get("referenceKl").asDouble(), 1e-6);
        double moved = json.readTree(lines.get(1)).get("referenceKl").asDouble();
        assertTrue(moved > 1e-6, "the policy moved by " + moved);
    }

    @Test
    void aRolloutIsTrainedOnTwiceWithTheOldLogProbabilities() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("run"));

        run(
                folder,
                "objective.kl.coefficient=0.001",
                "updates.epochs=2",
                "steps=2",
                "optimizer.learningRate=0.01");

        List<String> steps = Files.readAllLines(folder.resolve("metrics.jsonl"));
        assertEquals(0, number(steps.get(0), "referenceKl"), 1e-9);
        assertTrue(number(steps.get(1), "referenceKl") > 1e-9, steps.get(1)); // it was updated
        assertEquals(1, number(steps.get(0), "onPolicyRatio"), 1e-9);
        assertTrue(Math.abs(number(steps.get(1), "onPolicyRatio") - 1) > 1e-6, steps.get(1));
    }

    private static double number(String line, String name) throws IOException {
        return new ObjectMapper().readTree(line).get(name).doubleValue();
    }

    @Test
    void validationKeepsTheBestModelAndEndsATrainingThatGetsNoBetter() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("run"));

        // without learning, no validation is better than the first
        run(
                folder,
                "validation.every=1",
                "validation.problems=2",
                "validation.patience=1",
                "optimizer.learningRate=0",
                "steps=5");

        assertEquals(2, Files.readAllLines(folder.resolve("validation.jsonl")).size());
        assertEquals(2, Files.readAllLines(folder.resolve("metrics.jsonl")).size());
        assertTrue(out.toString().contains("training ends early: "), out.toString());
        assertEquals(
                -1,
                Files.mismatch(
                        folder.resolve("best/model.safetensors"),
                        folder.resolve("checkpoint/model.safetensors")));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // has a file that is always full
    void aFullDiskIsAnIoExceptionThatNamesTheFile() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("run"));
        run(folder);
        Path metrics = folder.resolve("metrics.jsonl");
        Files.delete(folder.resolve("result.json"));
        Files.delete(metrics);
        Files.createSymbolicLink(metrics, Path.of("/dev/full"));

        IOException e = assertThrows(IOException.class, () -> run(folder));

        String message = e.getMessage();
        assertTrue(message.startsWith("cannot write to " + metrics + ": No space"), message);
        assertTrue(message.contains("fix this and start again"), message);
    }
}
