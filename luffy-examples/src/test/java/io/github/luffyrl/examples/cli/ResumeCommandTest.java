package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --resume} of runs that look as a killed process leaves them. */
class ResumeCommandTest {

    @TempDir static Path directory;

    private static Path whole;

    @BeforeAll
    static void train() {
        whole = directory.resolve("whole");
        CommandResult result = CommandResult.train(whole, "--set=safety.checkpointEvery=1");
        assertEquals(0, result.code(), result.err());
    }

    @Test
    void aKilledRunEndsAsIfItHadNeverStopped() throws IOException {
        Path killed = killedAfterStepTwo("killed");

        CommandResult result = CommandResult.of("train", "--resume", killed);

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("resuming after step 2"), result.out());
        assertSameResults(killed);
        CommandResult again = CommandResult.of("train", "--resume", killed);
        assertEquals(0, again.code());
        assertTrue(again.out().contains("is finished"), again.out());
    }

    @Test
    void aDamagedCheckpointCostsOnlyTheStepsSinceTheOneBefore() throws IOException {
        Path killed = killedAfterStepTwo("damaged");
        copy(
                killed.resolve("checkpoints/step-00000002"),
                killed.resolve("checkpoints/step-00000003"));
        Path weights = killed.resolve("checkpoints/step-00000003/weights/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length / 2] ^= 1;
        Files.write(weights, bytes);

        assertEquals(0, CommandResult.of("train", "--resume", killed).code());

        assertSameResults(killed);
    }

    @Test
    void settingsThatWereChangedAreRefused() throws IOException {
        Path killed = killedAfterStepTwo("changed");
        Path recipe = killed.resolve("recipe.yaml");
        Files.writeString(
                recipe, Files.readString(recipe).replace("weightDecay: 0.0", "weightDecay: 0.5"));

        CommandResult result = CommandResult.of("train", "--resume", killed);

        assertEquals(1, result.code());
        assertTrue(
                result.error().contains("'weightDecay: 0.0' instead of 'weightDecay: 0.5'"),
                result.error());
    }

    @Test
    void aFolderWithoutARunAndFurtherOptionsAreRefused() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));

        CommandResult nothing = CommandResult.of("train", "--resume", empty);
        assertEquals(1, nothing.code());
        assertTrue(nothing.error().contains("holds no run to resume"), nothing.error());
        CommandResult options = CommandResult.of("train", "--resume", whole, "--seed=3");
        assertEquals(2, options.code());
        assertTrue(options.error().contains("leave the other options out"), options.error());
    }

    /** A copy of the run, with what a process leaves that is killed in its third step. */
    private static Path killedAfterStepTwo(String name) throws IOException {
        Path killed = directory.resolve(name);
        copy(whole, killed);
        delete(killed.resolve("checkpoints/step-00000003"));
        delete(killed.resolve("checkpoint"));
        for (String file : List.of("result.json", "accuracy.txt", "curves.png")) {
            Files.delete(killed.resolve(file));
        }
        Files.writeString(
                killed.resolve("metrics.jsonl"), "{\"step\":4,\"rew", StandardOpenOption.APPEND);
        return killed;
    }

    private static void assertSameResults(Path resumed) throws IOException {
        for (String file :
                List.of(
                        "checkpoint/model.safetensors",
                        "metrics.jsonl",
                        "metrics.csv",
                        "completions.jsonl",
                        "accuracy.txt",
                        "result.json")) {
            assertEquals(-1, Files.mismatch(whole.resolve(file), resumed.resolve(file)), file);
        }
        // seconds differ from run to run, but each step is there once
        assertEquals(List.of(1, 2, 3), steps(whole.resolve("timings.jsonl")));
        assertEquals(List.of(1, 2, 3), steps(resumed.resolve("timings.jsonl")));
        String events = "tensorboard/events.out.tfevents.0.luffy";
        assertEquals(Files.size(whole.resolve(events)), Files.size(resumed.resolve(events)));
    }

    private static List<Integer> steps(Path jsonLines) throws IOException {
        List<Integer> steps = new ArrayList<>();
        for (String line : Files.readAllLines(jsonLines)) {
            steps.add(new ObjectMapper().readTree(line).get("step").intValue());
        }
        return steps;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
