package io.github.luffyrl.djl.listener;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** One JSON object a line, written through at once; a number without meaning is left out. */
public final class JsonLinesSink implements MetricsSink {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String STEP = "step";

    private final LineFile file;
    private final Function<StepRecord, Map<String, Double>> content;

    private JsonLinesSink(Path file, Function<StepRecord, Map<String, Double>> content)
            throws IOException {
        this.file = new LineFile(file);
        this.content = content;
    }

    /**
     * Opens a file for the metrics, which are the same whenever the run is repeated.
     *
     * @param file created, or overwritten unless {@link #resumeAfter} comes first
     * @return the sink
     * @throws IOException when it cannot be written
     */
    public static JsonLinesSink metrics(Path file) throws IOException {
        return new JsonLinesSink(file, StepRecord::metrics);
    }

    /**
     * Opens a file for the seconds of each phase, such as {@code forwardBackward}.
     *
     * @param file created, or overwritten unless {@link #resumeAfter} comes first
     * @return the sink
     * @throws IOException when it cannot be written
     */
    public static JsonLinesSink timings(Path file) throws IOException {
        return new JsonLinesSink(file, StepRecord::timings);
    }

    /**
     * Reads the metrics that a run wrote.
     *
     * @param file what a {@link #metrics} sink wrote
     * @return the steps, without their seconds; numbers without meaning and damaged lines are left
     *     out
     * @throws IOException when it cannot be read
     */
    public static List<StepRecord> readMetrics(Path file) throws IOException {
        List<StepRecord> steps = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            OptionalLong step = stepOf(line);
            if (step.isEmpty()) {
                continue;
            }
            Map<String, Double> metrics = new LinkedHashMap<>();
            MAPPER.readTree(line)
                    .properties()
                    .forEach(entry -> metrics.put(entry.getKey(), entry.getValue().asDouble()));
            metrics.remove(STEP);
            steps.add(new StepRecord(step.getAsLong(), metrics, Map.of()));
        }
        return steps;
    }

    /** A line that begins with its step. */
    static ObjectNode line(long step) {
        return MAPPER.createObjectNode().put(STEP, step);
    }

    /** The step of such a line, nothing if it is none. */
    static OptionalLong stepOf(String line) {
        try {
            JsonNode step = MAPPER.readTree(line).path(STEP);
            return step.isIntegralNumber() ? OptionalLong.of(step.asLong()) : OptionalLong.empty();
        } catch (JsonProcessingException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void resumeAfter(long step) throws IOException {
        file.cutAfter(step, JsonLinesSink::stepOf);
    }

    @Override
    public void write(StepRecord step) {
        ObjectNode line = line(step.step());
        content.apply(step)
                .forEach(
                        (name, value) -> {
                            if (Double.isFinite(value)) {
                                line.put(name, value);
                            }
                        });
        file.append(line.toString());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
