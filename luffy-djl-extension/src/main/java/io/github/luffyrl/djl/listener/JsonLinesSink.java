package io.github.luffyrl.djl.listener;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One JSON object a line, written through at once; a number without meaning is left out. */
public final class JsonLinesSink implements MetricsSink, AutoCloseable {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path file;
    private final BufferedWriter writer;

    /**
     * Opens a file.
     *
     * @param file created, or overwritten
     * @throws IOException when it cannot be written
     */
    public JsonLinesSink(Path file) throws IOException {
        this.file = file;
        writer = Files.newBufferedWriter(file);
    }

    @Override
    public void write(long step, Map<String, Double> metrics) {
        ObjectNode line = mapper.createObjectNode().put("step", step);
        metrics.forEach(
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
