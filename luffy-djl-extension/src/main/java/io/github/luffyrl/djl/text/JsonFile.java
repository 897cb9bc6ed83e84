package io.github.luffyrl.djl.text;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;

/** Reads a JSON file of a model directory, with errors that name it. */
final class JsonFile {

    private JsonFile() {}

    static JsonNode read(Path file) throws IOException {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new IOException(
                    file
                            + ":"
                            + line
                            + ": not JSON ("
                            + e.getOriginalMessage()
                            + "); fetch or save the model's tokenizer files again",
                    e);
        }
    }
}
