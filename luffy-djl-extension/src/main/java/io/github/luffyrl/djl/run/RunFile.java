package io.github.luffyrl.djl.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Small files of a run, which are there as a whole or not at all. */
public final class RunFile {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RunFile() {}

    /**
     * Writes a record or a map as JSON.
     *
     * @param file replaced at once
     * @param content what to write
     * @throws IOException when it cannot be written
     */
    public static void write(Path file, Object content) throws IOException {
        writeText(file, JSON.writeValueAsString(content) + "\n");
    }

    /**
     * Writes a text.
     *
     * @param file replaced at once
     * @param text what to write
     * @throws IOException when it cannot be written
     */
    public static void writeText(Path file, String text) throws IOException {
        Path writing = file.resolveSibling("." + file.getFileName() + ".writing");
        Files.writeString(writing, text);
        Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param <T> the content
     * @param file JSON
     * @param type of the content
     * @return the content
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException if it is something else
     */
    public static <T> T read(Path file, TypeReference<T> type) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%s: not what a run writes: %s",
                            file,
                            e.getOriginalMessage()),
                    e);
        }
    }
}
