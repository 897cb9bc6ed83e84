package io.github.luffyrl.examples.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small records of a run as files, which are there as a whole or not at all. */
final class JsonFile {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonFile() {}

    static void write(Path file, Object content) throws IOException {
        writeText(file, JSON.writeValueAsString(content) + "\n");
    }

    /** Writes any other text in the same way. */
    static void writeText(Path file, String text) throws IOException {
        Path writing = file.resolveSibling("." + file.getFileName() + ".writing");
        Files.writeString(writing, text);
        Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: not what a run writes: %s".formatted(file, e.getOriginalMessage()), e);
        }
    }
}
