package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import io.github.luffyrl.examples.server.GeneratingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a server that really generates. */
class ServedModelTest {

    @TempDir static Path model;
    @TempDir private Path folder;

    @BeforeAll
    static void unpack() throws IOException {
        EmbeddedModel.unpack(model);
    }

    @Test
    void aCollectionFromAServerThatFailedIsFinishedWithoutLossOrRepetition() throws IOException {
        try (GeneratingServer server = new GeneratingServer(model)) {
            assertEquals(0, collect(server, "whole").code());
        }
        int answered = 90;
        try (GeneratingServer server = new GeneratingServer(model).failAfter(answered)) {
            CommandResult failed = collect(server, "resumed");
            assertEquals(1, failed.code());
            assertTrue(failed.error().contains("shutting down"), failed.err());
            assertTrue(failed.error().contains("requests of this batch"), failed.err());
        }
        long kept = samples("resumed");
        assertTrue(kept > 0 && kept <= answered, kept + " samples are kept");
        try (GeneratingServer server = new GeneratingServer(model)) {
            assertEquals(0, collect(server, "resumed").code());
            assertEquals(samples("whole") - kept, server.sampled().size());
            Set<JsonNode> distinct = new HashSet<>(server.sampled());
            assertEquals(server.sampled().size(), distinct.size());
        }
        assertEquals(read("whole", "journal.jsonl"), read("resumed", "journal.jsonl"));
        assertEquals(read("whole", "problems.jsonl"), read("resumed", "problems.jsonl"));
        assertEquals(64, problems("resumed").size());
    }

    @Test
    void theProbabilitiesOfTheTeacherAreKept() throws IOException {
        try (GeneratingServer server = new GeneratingServer(model)) {
            assertEquals(0, collect(server, "tokens").code());
            CommandResult chat = collect(server, "chat", "--server-api=chat");
            assertEquals(0, chat.code(), chat.err());
            assertTrue(chat.out().contains("0 right responses refused"), chat.out());
        }
        // Prompt and seed of each sample are the same, so the model writes the same.
        assertEquals(problems("tokens"), problems("chat"));
        List<Problem> solved =
                problems("tokens").stream().filter(p -> !p.demonstrations().isEmpty()).toList();
        assertTrue(solved.size() >= 4, solved.size() + " problems are solved");
        try (LoadedModel loaded = LoadedModel.open(model);
                ProblemEncoder encoder = ProblemEncoder.load(model, 256, 256)) {
            for (Problem problem : solved) {
                Demonstration trace = problem.demonstrations().get(0);
                assertEquals(GeneratingServer.MODEL, trace.source());
                assertArrayEquals(
                        probabilities(loaded, encoder, problem),
                        trace.behaviourProbabilities(),
                        1e-4f);
            }
        }
    }

    private static float[] probabilities(
            LoadedModel loaded, ProblemEncoder encoder, Problem problem) {
        Tokens response = encoder.encode(problem).demonstrations().get(0).tokens();
        Trajectory written =
                new Trajectory(
                        encoder.encodePrompt(problem),
                        response,
                        0,
                        new float[response.length()],
                        true);
        float[] logProbs =
                new ModelScorer(loaded.model(), 4096).logProbs(List.of(written), 1).get(0);
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = (float) Math.exp(logProbs[i]);
        }
        return logProbs;
    }

    @Test
    void aServedModelIsAsAccurateAsTheSameModelHere() throws IOException {
        CommandResult here = CommandResult.of("evaluate", "--limit=12");
        try (GeneratingServer server = new GeneratingServer(model)) {
            CommandResult there = CommandResult.of(served(server, "evaluate", "--limit=12"));
            assertEquals(0, there.code(), there.err());
            assertEquals(table(here), table(there));
            assertEquals(48, server.sampled().size());
        }
    }

    private static List<String> table(CommandResult result) {
        return result.out().lines().filter(line -> line.contains(" % (")).toList();
    }

    @Test
    void aServerWithoutModelIsAskedFor() {
        CommandResult result = CommandResult.of("evaluate", "--server=http://localhost:1");
        assertEquals(2, result.code());
        assertTrue(result.err().contains("--server needs --server-model"), result.err());
    }

    private CommandResult collect(GeneratingServer server, String name, String... more) {
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "collect",
                                "--problems=64",
                                "--max-samples=2",
                                "--samples-per-round=2",
                                "--problems-per-round=16",
                                "--out=" + folder.resolve(name)));
        options.addAll(List.of(more));
        return CommandResult.of(served(server, options.toArray(String[]::new)));
    }

    private static Object[] served(GeneratingServer server, String... command) {
        List<Object> arguments = new ArrayList<>(List.of(command));
        arguments.add("--model=" + model);
        arguments.add("--server=" + server.url());
        arguments.add("--server-model=" + GeneratingServer.MODEL);
        return arguments.toArray();
    }

    private long samples(String name) throws IOException {
        return read(name, "journal.jsonl")
                        .lines()
                        .skip(1)
                        .flatMap(line -> List.of(line.split("\"problem\":")).stream().skip(1))
                        .count()
                * 2;
    }

    private List<Problem> problems(String name) throws IOException {
        return ProblemReader.read(folder.resolve(name).resolve("problems.jsonl")).problems();
    }

    private String read(String name, String file) throws IOException {
        return Files.readString(folder.resolve(name).resolve(file));
    }
}
