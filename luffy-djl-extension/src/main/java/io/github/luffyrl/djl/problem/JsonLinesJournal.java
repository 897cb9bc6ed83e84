package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.rejection.CollectionJournal;
import io.github.luffyrl.core.rejection.SamplingRound;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A journal as a file to which lines of JSON are appended. The first line has the settings of the
 * collection; each further one is a batch of rounds, which is on the disk before the next is
 * sampled. A last line that a crash has cut off is dropped.
 */
public final class JsonLinesJournal implements CollectionJournal, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final FileChannel channel;
    private final List<SamplingRound> earlier = new ArrayList<>();

    /**
     * Opens a journal.
     *
     * @param file created if absent
     * @param settings everything that decides what is sampled
     * @throws IOException when it cannot be read or written
     * @throws IllegalArgumentException if it was begun with other settings, or is no journal
     */
    public JsonLinesJournal(Path file, String settings) throws IOException {
        this.file = file;
        List<String> lines = new ArrayList<>();
        long end = Files.exists(file) ? read(lines) : 0;
        if (!lines.isEmpty()) {
            requireSame(settings, lines.get(0));
            for (int i = 1; i < lines.size(); i++) {
                addRounds(lines.get(i), i + 1);
            }
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end).position(end);
        if (lines.isEmpty()) {
            append(JSON.createObjectNode().put("settings", settings).toString());
        }
    }

    /** Reads the lines that have an end, and returns how many bytes they are. */
    private long read(List<String> lines) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(new String(bytes, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        return from;
    }

    private void requireSame(String settings, String line) {
        String begun = parse(line, 1).path("settings").asText();
        if (!begun.equals(settings)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s:1 was begun with %s, not with %s: name another folder, or remove this one",
                            file,
                            begun,
                            settings));
        }
    }

    private void addRounds(String line, int number) {
        JsonNode rounds = parse(line, number).path("rounds");
        if (!rounds.isArray()) {
            throw broken(number, null);
        }
        for (JsonNode round : rounds) {
            JsonNode trace = round.path("trace");
            earlier.add(
                    new SamplingRound(
                            round.path("problem").asText(),
                            round.path("samples").asInt(),
                            new Compute(round.path("tokens").asLong(), 0),
                            trace.isTextual() ? trace.textValue() : null));
        }
    }

    private JsonNode parse(String line, int number) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw broken(number, e);
        }
    }

    private IllegalArgumentException broken(int number, @Nullable Exception cause) {
        return new IllegalArgumentException(
                file + ":" + number + ": no line of a collection's journal; remove the file",
                cause);
    }

    @Override
    public List<SamplingRound> read() {
        return List.copyOf(earlier);
    }

    @Override
    public void append(List<SamplingRound> rounds) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        for (SamplingRound round : rounds) {
            ObjectNode node =
                    line.withArray("rounds")
                            .addObject()
                            .put("problem", round.problem())
                            .put("samples", round.samples())
                            .put("tokens", round.compute().forwardTokens());
            if (round.trace() != null) {
                node.put("trace", round.trace());
            }
        }
        append(line.toString());
    }

    private void append(String line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + '\n');
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
