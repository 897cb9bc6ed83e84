package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {

    @TempDir Path directory;

    private CommandResult compare(Object... options) {
        return compareInto("c", options);
    }

    private CommandResult compareInto(String folder, Object... options) {
        List<Object> all =
                new ArrayList<>(
                        List.of(
                                "compare",
                                "--out=" + directory.resolve(folder),
                                "--set=steps=1",
                                "--set=promptsPerStep=2",
                                "--set=evaluation.problems=4"));
        if (List.of(options).stream().noneMatch(o -> o.toString().startsWith("--jobs"))) {
            all.add("--jobs=1");
        }
        all.addAll(List.of(options));
        return CommandResult.of(all.toArray());
    }

    @Test
    void methodsAreComparedAndFinishedRunsAreNotRepeated() throws IOException {
        Path mine = Files.writeString(directory.resolve("mine.yaml"), "method: mixed\n");
        Path cells = directory.resolve("c/digit-machine");
        Path weights = cells.resolve("grpo-seed-0/checkpoint/model.safetensors");
        Object[] options = {
            "--methods=grpo," + mine, "--temperatures=0.5,1", "--samples=2", "--sampled-problems=2"
        };

        CommandResult first = compare(concat(options, "--seeds=0,1"));
        assertEquals(0, first.code(), first.err());
        Object made = Files.getLastModifiedTime(weights);
        byte[] samples = Files.readAllBytes(cells.resolve("mine-seed-1/samples.jsonl"));
        // a run that was killed, and one that was not begun
        Files.delete(cells.resolve("mine-seed-1/cell.json"));
        Files.delete(cells.resolve("mine-seed-1/result.json"));
        Files.write(
                cells.resolve("mine-seed-1/samples.jsonl"),
                Arrays.copyOf(samples, samples.length - 9));
        CommandResult second = compare(concat(options, "--seeds=0,1,2"));

        assertEquals(0, second.code(), second.err());
        assertEquals(made, Files.getLastModifiedTime(weights));
        assertTrue(second.out().contains("3 of 6 cells are finished"), second.out());
        assertArrayEquals(samples, Files.readAllBytes(cells.resolve("mine-seed-1/samples.jsonl")));
        List<String> table = Files.readAllLines(directory.resolve("c/comparison.txt"));
        assertTrue(table.get(0).matches("digit machine, solved.* hard, held out .*"), table.get(0));
        assertTrue(table.get(1).matches("before training +0.0 \\+- 0.0 .*"), table.get(1));
        assertTrue(table.get(3).startsWith("mine "), table.get(3));
        List<String> csv = Files.readAllLines(directory.resolve("c/comparison.csv"));
        assertEquals(1 + 2 * 3 * 4, csv.size());
        assertTrue(
                csv.get(1).startsWith("digit-machine,grpo,0,\"hard, trained on\",trained on,0.0,"),
                csv.get(1));
        assertReported();
    }

    private void assertReported() throws IOException {
        String page = Files.readString(directory.resolve("c/comparison.html"));
        for (String text :
                List.of(
                        "2 methods on 1 task with up to 3 seeds, at equal steps.",
                        "The method luffy was not run.",
                        "cannot tell",
                        "pass@2",
                        "Entropy",
                        "grpo, accuracy (trained on): 0.0 %")) {
            assertTrue(page.contains(text), text);
        }
        assertFalse(page.contains("{{"), "a part of the template was not filled in");
        var json = new ObjectMapper().readTree(directory.resolve("c/comparison.json").toFile());
        assertEquals(6, json.at("/tasks/digit-machine/cells").size());
        assertEquals(2, json.at("/tasks/digit-machine/cells/0/passes").size());
    }

    @Test
    void runsAtOnceInOtherProcessesAreTheSame() throws IOException {
        CommandResult one = compareInto("one", "--methods=grpo,sft", "--seeds=0");
        CommandResult two = compareInto("two", "--methods=grpo,sft", "--seeds=0", "--jobs=2");

        assertEquals(0, one.code(), one.err());
        assertEquals(0, two.code(), two.err() + two.out());
        for (String run : List.of("grpo-seed-0", "sft-seed-0")) {
            for (String file :
                    List.of("checkpoint/model.safetensors", "metrics.jsonl", "result.json")) {
                Path inOne = directory.resolve("one/digit-machine").resolve(run).resolve(file);
                Path inTwo = directory.resolve("two/digit-machine").resolve(run).resolve(file);
                assertEquals(-1, Files.mismatch(inOne, inTwo), run + " " + file);
            }
        }
        Files.delete(directory.resolve("one/digit-machine/sft-seed-0/cell.json"));
        CommandResult resumed = CommandResult.of("compare", "--resume", directory.resolve("one"));
        assertEquals(0, resumed.code(), resumed.err());
        assertTrue(resumed.out().contains("1 of 2 cells are finished"), resumed.out());
    }

    @Test
    void aRunEndsWhenItsComputeIsSpent() throws IOException {
        CommandResult result =
                compare(
                        "--methods=grpo,sft",
                        "--seeds=0",
                        "--equal=compute",
                        "--flops=3e8",
                        "--set=steps=1000");

        assertEquals(0, result.code(), result.err());
        for (String run : List.of("grpo-seed-0", "sft-seed-0")) {
            var report =
                    new ObjectMapper()
                            .readTree(
                                    directory
                                            .resolve("c/digit-machine")
                                            .resolve(run)
                                            .resolve("result.json")
                                            .toFile());
            assertTrue(report.path("steps").asInt() < 1000, run);
            assertTrue(report.path("flops").asDouble() >= 3e8, run);
        }
        assertEquals(2, compare("--equal=compute").code());
    }

    private static Object[] concat(Object[] first, Object last) {
        Object[] all = Arrays.copyOf(first, first.length + 1);
        all[first.length] = last;
        return all;
    }

    @Test
    void aFinishedRunOfOtherSettingsIsRefused() {
        assertEquals(0, compare("--methods=grpo", "--seeds=0").code());

        CommandResult other = compare("--methods=grpo", "--seeds=0", "--set=groupSize=4");

        assertEquals(1, other.code());
        assertTrue(other.error().contains("grpo-seed-0 holds a run with other settings"));
    }

    @Test
    void aFolderThatIsNoRunIsNotTouched() throws IOException {
        Path precious = directory.resolve("c/digit-machine/grpo-seed-0/thesis.txt");
        Files.createDirectories(precious.getParent());
        Files.writeString(precious, "precious");

        CommandResult result = compare("--methods=grpo", "--seeds=0");

        assertEquals(1, result.code());
        assertTrue(result.error().contains("holds something else than a run"), result.error());
        assertTrue(Files.exists(precious));
    }

    @Test
    void aWrongMethodIsToldBeforeAnythingStarts() {
        CommandResult result = compare("--methods=grpo,lufy");

        assertEquals(2, result.code());
        assertTrue(result.error().contains("did you mean 'luffy'?"), result.error());
        assertFalse(Files.exists(directory.resolve("c")));
    }
}
