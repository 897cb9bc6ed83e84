package io.github.luffyrl.examples.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.RolloutRequest;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.core.rollout.Trajectory;
import io.github.luffyrl.djl.generation.ModelScorer;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.server.InferenceServer;
import io.github.luffyrl.djl.server.RequestLimits;
import io.github.luffyrl.djl.server.ServerAddress;
import io.github.luffyrl.djl.server.ServerPolicy;
import io.github.luffyrl.examples.cli.Luffy;
import io.github.luffyrl.examples.digitmachine.DigitMachineTask;
import io.github.luffyrl.examples.experiment.EmbeddedModel;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that is not ours: llama.cpp's, with the embedded model. {@code -Dllama.server=} gives
 * its command.
 */
@EnabledIfSystemProperty(named = "llama.server", matches = ".+")
@Timeout(300)
class LlamaServerTest {

    @TempDir static Path folder;
    private static Path model;
    private static LlamaServer server;

    @BeforeAll
    static void start() throws Exception {
        model = Files.createDirectory(folder.resolve("model"));
        EmbeddedModel.unpack(model);
        Path gguf = folder.resolve("embedded.gguf");
        GgufFile.write(model, gguf);
        server = new LlamaServer(System.getProperty("llama.server"), gguf);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** The command is killed in mid-round, and so is the server while the command goes on. */
    @Test
    void aCollectionThatIsKilledLosesAndRepeatsNothing() throws Exception {
        assertEquals(0, luffy(collect("whole")).code());

        List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElseThrow());
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Luffy.class.getName()));
        line.addAll(collect("killed"));
        File output = folder.resolve("killed.txt").toFile();
        Process killed =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output).start();
        Path journal = folder.resolve("killed/journal.jsonl");
        while (killed.isAlive() && (!Files.exists(journal) || rounds(journal) < 2)) {
            Thread.sleep(10);
        }
        killed.destroyForcibly().waitFor();
        assertNotEquals(0, killed.exitValue(), Files.readString(output.toPath()));
        String kept = Files.readString(journal);
        assertTrue(
                rounds(journal) < rounds(folder.resolve("whole/journal.jsonl")), "in the middle");

        Thread restarting = new Thread(LlamaServerTest::restart);
        restarting.start();
        Run resumed = luffy(collect("killed"));
        restarting.join();
        assertEquals(0, resumed.code(), resumed.output());
        assertTrue(
                Files.readString(journal).startsWith(kept), "what was kept is not sampled again");
        for (String file : List.of("journal.jsonl", "problems.jsonl")) {
            assertEquals(
                    Files.readString(folder.resolve("whole").resolve(file)),
                    Files.readString(folder.resolve("killed").resolve(file)));
        }
        List<Problem> problems =
                ProblemReader.read(folder.resolve("killed/problems.jsonl")).problems();
        assertEquals(64, problems.size());
        assertTrue(problems.stream().filter(p -> !p.demonstrations().isEmpty()).count() >= 4);
    }

    private static void restart() {
        try {
            Thread.sleep(500);
            server.restart();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long rounds(Path journal) throws IOException {
        return Files.readString(journal).lines().skip(1).count();
    }

    private static List<String> collect(String name) {
        return served(
                "collect",
                "--problems=64",
                "--max-samples=2",
                "--samples-per-round=2",
                "--problems-per-round=16",
                "--server-parallel=8",
                "--out=" + folder.resolve(name));
    }

    @Test
    void aServedModelIsAsAccurateAsHere() {
        String here = luffy(List.of("evaluate", "--limit=12")).output();
        String there = luffy(served("evaluate", "--limit=12")).output();
        assertTrue(table(here).size() >= 4, here);
        assertEquals(table(here), table(there));
    }

    private static List<String> table(String output) {
        return output.lines().filter(line -> line.contains(" % (")).toList();
    }

    /** Token by token, the end of the sequence included. */
    @Test
    void rolloutsThatAreTrainedOnHaveTheModelsProbabilities() throws IOException {
        try (LoadedModel loaded = LoadedModel.open(model);
                ProblemEncoder encoder = ProblemEncoder.load(model, 256, 64)) {
            ServerAddress address = new ServerAddress(server.url(), LlamaServer.MODEL);
            ServerPolicy policy =
                    ServerPolicy.trained(
                            new InferenceServer(address, RequestLimits.DEFAULT),
                            encoder,
                            loaded.block().config().eosTokenIds());
            List<RolloutRequest> requests = new ArrayList<>();
            for (Problem problem : new DigitMachineTask().training(0).subList(0, 16)) {
                requests.add(
                        new RolloutRequest(
                                encoder.encodePrompt(problem), Prefix.NONE, requests.size()));
            }
            List<Trajectory> written = policy.rollout(requests, new SamplingParams(1, 64));
            List<float[]> scores = new ModelScorer(loaded.model(), 4096).logProbs(written, 1);
            long finished = written.stream().filter(Trajectory::finished).count();
            assertTrue(finished >= 8, finished + " responses ended by themselves");
            for (int i = 0; i < written.size(); i++) {
                assertArrayEquals(scores.get(i), written.get(i).logProbs(), 1e-3f);
            }
        }
    }

    private record Run(int code, String output) {}

    private static Run luffy(List<String> arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output, true);
        int code =
                Luffy.commandLine()
                        .setOut(writer)
                        .setErr(writer)
                        .execute(arguments.toArray(String[]::new));
        return new Run(code, output.toString());
    }

    private static List<String> served(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.add("--model=" + model);
        arguments.add("--server=" + server.url());
        arguments.add("--server-model=" + LlamaServer.MODEL);
        return arguments;
    }
}
