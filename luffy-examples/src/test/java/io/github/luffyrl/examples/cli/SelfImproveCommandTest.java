package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.djl.problem.ProblemReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfImproveCommandTest {

    @TempDir private Path folder;

    @Test
    void everyRoundCollectsWithTheModelOfTheRoundBefore() throws IOException {
        CommandResult first = improve(1);
        assertEquals(0, first.code(), first.err());
        String metrics = Files.readString(folder.resolve("round-1/training/metrics.jsonl"));

        CommandResult second = improve(2);

        assertEquals(0, second.code(), second.err());
        assertTrue(second.out().contains("round 1: trained earlier"), second.out());
        assertEquals(metrics, Files.readString(folder.resolve("round-1/training/metrics.jsonl")));
        String base = settings(1);
        assertFalse(base.equals(settings(2)), base);
        List<String> table = Files.readAllLines(folder.resolve("rounds.txt"));
        assertEquals(4, table.size());
        assertTrue(table.get(0).startsWith("round  traces"), table.get(0));
        // Only the policy's own traces are trained on.
        assertTrue(
                ProblemReader.read(folder.resolve("round-1/traces/problems.jsonl"))
                        .problems()
                        .stream()
                        .flatMap(problem -> problem.demonstrations().stream())
                        .noneMatch(d -> d.source().equals("leaping-teacher")));
    }

    @Test
    void theCostOfTheTracesIsInTheMetrics() throws IOException {
        improve(1);

        String step = Files.readAllLines(folder.resolve("round-1/training/metrics.jsonl")).get(0);
        double flops = Double.parseDouble(step.replaceAll(".*\"flops\":([0-9.E]+).*", "$1"));
        String traces = Files.readString(folder.resolve("round-1/traces/collection.txt")).strip();
        double collected = Double.parseDouble(traces.replaceAll(".*, ([0-9.e+]+) FLOPs", "$1"));
        assertTrue(flops > collected && collected > 0, flops + " " + collected);
    }

    private String settings(int round) throws IOException {
        return Files.readAllLines(folder.resolve("round-" + round + "/traces/journal.jsonl"))
                .get(0);
    }

    private CommandResult improve(int rounds) {
        return CommandResult.of(
                "self-improve",
                "--rounds=" + rounds,
                "--problems=16",
                "--max-samples=8",
                "--samples-per-round=4",
                "--method=prefix-rl",
                "--set=steps=4",
                "--set=sampling.temperature=1.5", // wrong answers, so that there is a signal
                "--set=promptsPerStep=4",
                "--set=evaluation.problems=4",
                "--out",
                folder);
    }
}
