package io.github.luffyrl.djl.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file to which lines of JSON are appended, so that long work that is killed repeats nothing. The
 * first line has the settings of the work; each further one is on the disk before the next is
 * begun. A last line that a crash has cut off is dropped. Damaged lines are left out with a
 * warning, and a copy of the file as it was is kept.
 */
public final class JournalFile implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(JournalFile.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final FileChannel channel;

    /**
     * Opens a journal.
     *
     * @param file created if absent
     * @param settings everything that decides what the lines say
     * @param reader takes each line of an earlier run, in order; false for a damaged one
     * @throws IOException when it cannot be read or written
     * @throws IllegalArgumentException if it was begun with other settings, or is no journal
     */
    public JournalFile(Path file, String settings, Predicate<JsonNode> reader) throws IOException {
        this.file = file;
        List<String> lines = new ArrayList<>();
        long end = Files.exists(file) ? read(lines) : 0;
        List<Integer> damaged = new ArrayList<>();
        List<String> intact = intact(lines, settings, reader, damaged);
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
    private List<String> intact(
            List<String> lines,
            String settings,
            Predicate<JsonNode> reader,
            List<Integer> damaged) {
        List<String> intact = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = parse(lines.get(i));
            boolean good = i == 0 ? line.path("settings").isTextual() : !intact.isEmpty();
            if (i == 0 && !line.isMissingNode()) {
                requireSame(settings, line);
            }
            if (good && (i == 0 || reader.test(line))) {
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
                    file + ":1: no first line of a journal; name another folder");
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

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * Appends a line, which is on the disk when this returns.
     *
     * @param line an object
     * @throws IOException when it cannot be written
     */
    public void append(JsonNode line) throws IOException {
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
