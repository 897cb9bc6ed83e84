package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.rejection.CollectionJournal;
import io.github.luffyrl.core.rejection.SamplingRound;
import io.github.luffyrl.djl.internal.DamagedFile;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal as a file to which lines of JSON are appended. The first line has the settings of the
 * collection; each further one is a batch of rounds, which is on the disk before the next is
 * sampled. A last line that a crash has cut off is dropped. Damaged lines are left out with a
 * warning, and a copy of the file as it was is kept.
 */
public final class JsonLinesJournal implements CollectionJournal, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(JsonLinesJournal.class);
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
        List<Integer> damaged = new ArrayList<>();
        List<String> intact = intact(lines, settings, damaged);
        if (!damaged.isEmpty()) {
            logger.warn(
                    "{}: damaged lines {} are left out, and what they held is sampled again; the"
                            + " file as it was is {}",
                    file,
                    damaged,
                    DamagedFile.setAside(file));
            end = 0;
        }
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end).position(end);
        if (!damaged.isEmpty()) {
            for (String line : intact) {
                append(line);
            }
        }
        if (intact.isEmpty()) {
            append(JSON.createObjectNode().put("settings", settings).toString());
        }
    }

    /** Without the settings the rest says nothing. */
    private List<String> intact(List<String> lines, String settings, List<Integer> damaged) {
        List<String> intact = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = parse(lines.get(i));
            boolean good = i == 0 ? line.path("settings").isTextual() : !intact.isEmpty();
            if (i == 0 && !line.isMissingNode()) {
                requireSame(settings, line);
            }
            if (good && (i == 0 || addRounds(line))) {
                intact.add(lines.get(i));
            } else {
                damaged.add(i + 1);
            }
        }
        return intact;
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

    private void requireSame(String settings, JsonNode line) {
        if (!line.path("settings").isTextual()) {
            throw new IllegalArgumentException(
                    file + ":1: no line of a collection's journal; name another folder");
        }
        String begun = line.path("settings").asText();
        if (!begun.equals(settings)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s:1 was begun with %s, not with %s: name another folder, or remove"
                                    + " this one",
                            file,
                            begun,
                            settings));
        }
    }

    /** Adds the rounds of a line, unless it is damaged. */
    private boolean addRounds(JsonNode line) {
        List<SamplingRound> rounds = new ArrayList<>();
        for (JsonNode round : line.path("rounds")) {
            if (!round.path("problem").isTextual()
                    || !round.path("samples").isInt()
                    || !round.path("tokens").isIntegralNumber()
                    || !wellFormed(round.path("probabilities"))) {
                return false;
            }
            rounds.add(
                    new SamplingRound(
                            round.path("problem").asText(),
                            round.path("samples").asInt(),
                            new Compute(round.path("tokens").asLong(), 0),
                            trace(round)));
        }
        if (!line.path("rounds").isArray()) {
            return false;
        }
        earlier.addAll(rounds);
        return true;
    }

    private static boolean wellFormed(JsonNode probabilities) {
        for (JsonNode probability : probabilities) {
            double value = probability.asDouble();
            if (!probability.isNumber() || !(value > 0 && value <= 1)) {
                return false;
            }
        }
        return probabilities.isMissingNode() || probabilities.isArray();
    }

    private static @Nullable Demonstration trace(JsonNode round) {
        JsonNode trace = round.path("trace");
        if (!trace.isTextual() || trace.textValue().isEmpty()) {
            return null;
        }
        JsonNode stored = round.path("probabilities");
        float[] probabilities = new float[stored.size()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = stored.get(i).floatValue();
        }
        return new Demonstration(trace.textValue(), "", probabilities);
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
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
            Demonstration trace = round.trace();
            if (trace != null) {
                node.put("trace", trace.text());
                for (float probability : trace.behaviourProbabilities()) {
                    node.withArray("probabilities").add(probability);
                }
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
