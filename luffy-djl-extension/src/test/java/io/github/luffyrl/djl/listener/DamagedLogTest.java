package io.github.luffyrl.djl.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs in which something was overwritten, resumed after step 4. */
class DamagedLogTest {

    private static final int STEPS = 6;

    @TempDir Path directory;

    private interface Opening {
        MetricsSink open(Path path) throws IOException;
    }

    private static void write(MetricsSink sink, int from) throws IOException {
        for (int step = from; step <= STEPS; step++) {
            sink.write(new StepRecord(step, Map.of("loss", step / 4.0), Map.of()));
        }
        sink.close();
    }

    /** Damages a line, resumes, and returns the lines of the log in the end. */
    private List<String> resumed(Opening opening, int line, String damage) throws IOException {
        Path path = directory.resolve("log");
        write(opening.open(path), 1);
        List<String> lines = new ArrayList<>(Files.readAllLines(path));
        lines.set(line, damage);
        String damaged = String.join("\n", lines) + "\n";
        Files.writeString(path, damaged, StandardCharsets.ISO_8859_1);
        byte[] found = Files.readAllBytes(path);

        MetricsSink sink = opening.open(path);
        sink.resumeAfter(4);
        write(sink, 5);

        assertArrayEquals(found, Files.readAllBytes(directory.resolve("log.damaged")));
        Files.delete(directory.resolve("log.damaged"));
        return Files.readAllLines(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{\"step\":", "\0\0\0\0", "7", "{}", "{\"step\":\"x\"}", "\u00ff\u00fe"})
    void aDamagedLineOfJsonIsLeftOut(String damage) throws IOException {
        Path whole = directory.resolve("whole");
        write(JsonLinesSink.metrics(whole), 1);
        List<String> expected = new ArrayList<>(Files.readAllLines(whole));
        expected.remove(2);

        assertEquals(expected, resumed(JsonLinesSink::metrics, 2, damage));
        assertEquals(STEPS - 1, JsonLinesSink.readMetrics(directory.resolve("log")).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "x,0.5", "3,0.5,7,8", "\0\0", "99999999999999999999,1"})
    void aDamagedRowIsLeftOut(String damage) throws IOException {
        assertEquals(
                List.of("step,loss", "1,0.25", "2,0.5", "4,1.0", "5,1.25", "6,1.5"),
                resumed(CsvSink::new, 3, damage));
    }

    @Test
    void withoutAHeaderTheRowsSayNothing() throws IOException {
        assertEquals(
                List.of("step,loss", "5,1.25", "6,1.5"), resumed(CsvSink::new, 0, "sXep,loss"));
    }

    @Test
    void aDamagedEventFileIsCutBack() throws IOException {
        Path path = directory.resolve("events.out.tfevents.0.luffy");
        MetricsSink sink = new TensorBoardSink(directory);
        String longName = "x".repeat(1 << 16);
        for (int step = 1; step <= STEPS; step++) {
            sink.write(new StepRecord(step, Map.of(longName, 1.0), Map.of()));
        }
        sink.close();
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 1; // in the fourth event, which is then lost
        Files.write(path, bytes);

        MetricsSink again = new TensorBoardSink(directory);
        again.resumeAfter(4);
        again.close();

        assertArrayEquals(
                bytes, Files.readAllBytes(directory.resolve(path.getFileName() + ".damaged")));
        assertTrue(Files.size(path) < bytes.length / 2 + (1 << 16));
        assertTrue(Files.size(path) > bytes.length / 3);
    }
}
