package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training processes that are killed, as {@code kill -9} does it. */
class KilledRunTest {

    private static final int CHAINS = 2;
    private static final int KILLS = 10; // of each chain

    @TempDir Path temporary;

    /** What came of one run and its kills. */
    private record Chain(Path folder, int killedWhileWriting) {}

    @Test
    void aRunThatIsKilledTwentyTimesEndsAsOneThatIsNot() throws Exception {
        Path uninterrupted = temporary.resolve("uninterrupted");
        List<Callable<Chain>> chains = new ArrayList<>();
        for (int chain = 0; chain < CHAINS; chain++) {
            Path folder = temporary.resolve("killed-" + chain);
            Random random = new Random(chain);
            chains.add(() -> killAndResume(folder, random));
        }
        ExecutorService executor = Executors.newFixedThreadPool(CHAINS);
        try {
            List<Future<Chain>> running = chains.stream().map(executor::submit).toList();
            new TinyRun(uninterrupted).train();
            int whileWriting = 0;
            for (Future<Chain> chain : running) {
                whileWriting += chain.get().killedWhileWriting();
                for (String file : TinyRun.results()) {
                    assertEquals(
                            -1,
                            Files.mismatch(
                                    uninterrupted.resolve(file),
                                    chain.get().folder().resolve(file)),
                            () -> file);
                }
            }
            int kills = whileWriting;
            assertTrue(kills >= 2, () -> "killed inside of " + kills + " checkpoint writes");
        } finally {
            executor.shutdownNow();
        }
    }

    /** Its locale has digits of its own: what is written with them cannot be read back. */
    @Test
    void inALocaleWithOtherDigitsAKilledRunResumesToTheSameBytes() throws Exception {
        Path uninterrupted = temporary.resolve("uninterrupted");
        new TinyRun(uninterrupted).train();
        for (String[] locale : List.of(new String[] {"ar", "EG"}, new String[] {"fa", "IR"})) {
            Path folder = temporary.resolve(locale[0]);
            String[] options = {"-Duser.language=" + locale[0], "-Duser.country=" + locale[1]};
            Process killed = start(folder, options);
            while (killed.isAlive() && !Files.exists(folder.resolve("checkpoints/step-00000008"))) {
                Thread.sleep(1);
            }
            killed.destroyForcibly().waitFor();
            assertEquals(128 + 9, killed.exitValue(), () -> output(folder));

            Process resumed = start(folder, options);
            assertTrue(resumed.waitFor(60, TimeUnit.SECONDS));

            assertEquals(0, resumed.exitValue(), () -> output(folder));
            assertTrue(output(folder).contains("resumed after "), () -> output(folder));
            for (String file : TinyRun.results()) {
                assertEquals(
                        -1,
                        Files.mismatch(uninterrupted.resolve(file), folder.resolve(file)),
                        () -> file);
            }
        }
    }

    /** Every other kill waits for a checkpoint that is being written. */
    private static Chain killAndResume(Path folder, Random random) throws Exception {
        int whileWriting = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(folder);
            long size = metrics(folder);
            boolean inWrite = kill % 2 == 0;
            int patience = random.nextInt(4);
            while (process.isAlive()) { // busy: a checkpoint takes only some milliseconds
                if (inWrite ? unfinished(folder) : metrics(folder) != size && patience-- <= 0) {
                    Thread.sleep(inWrite ? 0 : random.nextInt(20));
                    break;
                }
                size = metrics(folder);
            }
            assertTrue(process.isAlive(), () -> "ended by itself:\n" + output(folder));
            process.destroyForcibly().waitFor();
            assertEquals(128 + 9, process.exitValue());
            whileWriting += unfinished(folder) ? 1 : 0;
        }
        Process last = start(folder);
        assertTrue(last.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, last.exitValue(), () -> output(folder));
        return new Chain(folder, whileWriting);
    }

    private static Process start(Path folder, String... options) throws IOException {
        Files.createDirectories(folder);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-Dai.djl.offline=true",
                                "-Dai.djl.pytorch.num_threads=1",
                                "-cp",
                                System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.addAll(List.of(TinyRun.class.getName(), folder.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "output.txt"))
                .start();
    }

    private static long metrics(Path folder) throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Whether a checkpoint is being written, or was when the process was killed. */
    private static boolean unfinished(Path folder) throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".writing"));
        }
    }

    private static String output(Path folder) {
        try {
            return Files.readString(folder.resolve("output.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
