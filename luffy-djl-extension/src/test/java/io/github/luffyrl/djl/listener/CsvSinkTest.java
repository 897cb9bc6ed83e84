package io.github.luffyrl.djl.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSinkTest {

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("metrics.csv");
    }

    @Test
    void aRowPerStepWithEmptyCellsForNumbersWithoutMeaning() throws Exception {
        try (CsvSink sink = new CsvSink(file)) {
            sink.write(step(1, "reward", 0.5, "loss", Double.NaN));
            sink.write(step(2, "reward", 1.0, "loss", -0.25));
            assertEquals(List.of("step,reward,loss", "1,0.5,", "2,1.0,-0.25"), lines());
        }
    }

    @Test
    void aMetricThatAppearsLaterGetsAColumnAtTheEnd() throws Exception {
        try (CsvSink sink = new CsvSink(file)) {
            sink.write(step(1, "reward", 0.5, "loss", 2.0));
            sink.write(step(2, "reward", 1.0, "format", 0.25, "loss", 3.0));
            sink.write(step(3, "reward", 0.0, "loss", 4.0));
        }
        assertEquals(
                List.of("step,reward,loss,format", "1,0.5,2.0,", "2,1.0,3.0,0.25", "3,0.0,4.0,"),
                lines());
    }

    @Test
    void aResumedFileIsThatOfAnUninterruptedRun() throws Exception {
        List<StepRecord> steps =
                List.of(
                        step(1, "reward", 0.5, "loss", 2.0),
                        step(2, "reward", 1.0, "loss", 3.0),
                        step(3, "reward", 1.0, "loss", 3.5, "format", 0.25),
                        step(4, "reward", 0.0, "loss", 4.0));
        try (CsvSink sink = new CsvSink(file)) {
            steps.forEach(sink::write);
        }
        List<String> uninterrupted = lines();
        for (int checkpoint = 0; checkpoint <= 3; checkpoint++) {
            Files.delete(file);
            try (CsvSink sink = new CsvSink(file)) {
                steps.subList(0, 3).forEach(sink::write);
            }
            Files.writeString(file, Files.readString(file) + "4,0."); // killed while it wrote
            try (CsvSink sink = new CsvSink(file)) {
                sink.resumeAfter(checkpoint);
                steps.subList(checkpoint, 4).forEach(sink::write);
            }
            assertEquals(uninterrupted, lines(), "from checkpoint " + checkpoint);
        }
    }

    private static StepRecord step(long step, Object... namesAndValues) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            metrics.put((String) namesAndValues[i], (Double) namesAndValues[i + 1]);
        }
        return new StepRecord(step, metrics, Map.of());
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(file);
    }
}
