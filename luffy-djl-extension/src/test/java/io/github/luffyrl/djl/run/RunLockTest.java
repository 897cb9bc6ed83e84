package io.github.luffyrl.djl.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.djl.PreparedTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @TempDir Path temporary;

    /** Holds the lock of a folder until it is killed: {@code FOLDER}. */
    public static void main(String[] arguments) throws Exception {
        RunLock lock = RunLock.of(Path.of(arguments[0]));
        Files.writeString(Path.of(arguments[0], "locked"), "");
        Thread.sleep(TimeUnit.MINUTES.toMillis(2));
        lock.close();
    }

    @Test
    void anotherProcessIsRefusedUntilTheFirstIsDead() throws Exception {
        Path folder = temporary.resolve("run");
        Process first =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                RunLockTest.class.getName(),
                                folder.toString())
                        .inheritIO()
                        .start();
        try {
            while (!Files.exists(folder.resolve("locked"))) {
                assertTrue(first.isAlive());
                Thread.sleep(10);
            }
            IOException refused = assertThrows(IOException.class, () -> RunLock.of(folder));
            assertTrue(
                    refused.getMessage().contains("in use by process " + first.pid()),
                    refused.getMessage());
        } finally {
            first.destroyForcibly().waitFor();
        }
        RunLock.of(folder).close(); // a lock of the dead does not count
    }

    @Test
    void aSecondTrainingInTheSameFolderIsRefusedAndChangesNothing() throws Exception {
        Path model = TinyModel.in(temporary.resolve("model"));
        Path folder = temporary.resolve("run");
        try (PreparedTraining first = TinyModel.training(model, folder).prepare()) {
            first.begin();
            Map<String, Long> before = files(folder);

            IOException early =
                    assertThrows(
                            IOException.class, () -> TinyModel.training(model, folder).prepare());

            assertTrue(
                    early.getMessage().contains("process " + ProcessHandle.current().pid()),
                    early.getMessage());
            assertEquals(before, files(folder));
            first.run();
        }
        try (PreparedTraining again = TinyModel.training(model, folder).prepare()) {
            assertTrue(again.finished());
        }
    }

    @Test
    void ofTwoThatWerePreparedForANewFolderOneRuns() throws Exception {
        Path model = TinyModel.in(temporary.resolve("model"));
        Path folder = temporary.resolve("run");
        try (PreparedTraining first = TinyModel.training(model, folder).prepare();
                PreparedTraining second = TinyModel.training(model, folder).prepare()) {
            first.begin();
            assertThrows(IOException.class, second::run);
        }
    }

    private static Map<String, Long> files(Path folder) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.toList()) {
                files.put(file.toString(), Files.getLastModifiedTime(file).toMillis());
            }
        }
        return files;
    }
}
