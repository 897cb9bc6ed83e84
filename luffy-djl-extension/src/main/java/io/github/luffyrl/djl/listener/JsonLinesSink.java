package io.github.luffyrl.djl.listener;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.metric.StepPhase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** One JSON object a line, written through at once; a number without meaning is left out. */
public final class JsonLinesSink implements MetricsSink, AutoCloseable {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path file;
    private final Function<StepRecord, Map<String, Double>> content;
    private final BufferedWriter writer;

    private JsonLinesSink(Path file, Function<StepRecord, Map<String, Double>> content)
            throws IOException {
        this.file = file;
        this.content = content;
        writer = Files.newBufferedWriter(file);
    }

    /**
     * Opens a file for the metrics, which are the same whenever the run is repeated.
     *
     * @param file created, or overwritten
     * @return the sink
     * @throws IOException when it cannot be written
     */
    public static JsonLinesSink metrics(Path file) throws IOException {
        return new JsonLinesSink(file, StepRecord::metrics);
    }

    /**
     * Opens a file for the seconds of each phase, such as {@code forwardBackward}.
     *
     * @param file created, or overwritten
     * @return the sink
     * @throws IOException when it cannot be written
     */
    public static JsonLinesSink timings(Path file) throws IOException {
        return new JsonLinesSink(file, JsonLinesSink::seconds);
    }

    private static Map<String, Double> seconds(StepRecord step) {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (StepPhase phase : StepPhase.values()) {
            seconds.put(MetricsListener.name(phase), step.seconds().getOrDefault(phase, 0.0));
        }
        return seconds;
    }

    @Override
    public void write(StepRecord step) {
        ObjectNode line = mapper.createObjectNode().put("step", step.step());
        content.apply(step)
                .forEach(
                        (name, value) -> {
                            if (Double.isFinite(value)) {
                                line.put(name, value);
                            }
                        });
        try {
            writer.write(mapper.writeValueAsString(line));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + file, e);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
