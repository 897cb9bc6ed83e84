package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} in a process of its own, as a user stops it. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptedCommandTest {

    private static final List<String> OPTIONS =
            List.of(
                    "--set=steps=5",
                    "--set=promptsPerStep=4",
                    "--set=evaluation.problems=2",
                    "--set=safety.checkpointEvery=2");

    @TempDir Path directory;

    /** Ctrl-C, then {@code kill -9}, then to the end: one run, as if nothing had happened. */
    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void aStoppedRunResumesToTheSameBytesAndLeavesNoFolder() throws Exception {
        Path run = directory.resolve("run");
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        List<String> train = new ArrayList<>(List.of("train", "--out=" + run));
        train.addAll(OPTIONS);

        Process interrupted = start(temporary, "first", train);
        awaitSteps(run, 1, interrupted);
        assertEquals(1, folders(temporary).size());
        signal(interrupted, interruptIsIgnored(interrupted) ? "TERM" : "INT");

        String line = "luffy: interrupted; resume with: luffy train --resume " + run;
        assertEquals(List.of(line), Files.readAllLines(errors("first")));
        assertEquals(List.of(), folders(temporary));

        Process killed = start(temporary, "second", List.of("train", "--resume", run.toString()));
        awaitSteps(run, 4, killed);
        signal(killed, "KILL");
        assertEquals(1, folders(temporary).size()); // nothing could delete it

        Process last = start(temporary, "third", List.of("train", "--resume", run.toString()));
        assertTrue(last.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, last.exitValue(), Files.readString(errors("third")));
        assertEquals(List.of(), folders(temporary));

        Path whole = directory.resolve("whole");
        List<Object> arguments = new ArrayList<>(List.of("train", "--out=" + whole));
        arguments.addAll(OPTIONS);
        assertEquals(0, CommandResult.of(arguments.toArray()).code());
        for (String file : List.of("checkpoint/model.safetensors", "metrics.jsonl")) {
            assertEquals(-1, Files.mismatch(run.resolve(file), whole.resolve(file)), file);
        }
    }

    private Process start(Path temporary, String name, List<String> arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.io.tmpdir=" + temporary,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Luffy.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TORCH_CPP_LOG_LEVEL", "ERROR");
        return builder.redirectOutput(directory.resolve(name + ".out").toFile())
                .redirectError(errors(name).toFile())
                .start();
    }

    private Path errors(String name) {
        return directory.resolve(name + ".err");
    }

    private static void awaitSteps(Path run, int steps, Process process) throws Exception {
        Path metrics = run.resolve("metrics.jsonl");
        while (!Files.exists(metrics) || Files.readAllLines(metrics).size() < steps) {
            assertTrue(process.isAlive(), "ended before step " + steps);
            Thread.sleep(5);
        }
    }

    /** A shell that runs these tests in the background makes its processes ignore Ctrl-C. */
    private static boolean interruptIsIgnored(Process process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return false;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("SigIgn:")) {
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0;
            }
        }
        return false;
    }

    private static void signal(Process process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still there after " + signal);
    }

    /** What the command left in the temporary directory. */
    private static List<Path> folders(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("luffy")).toList();
        }
    }
}
