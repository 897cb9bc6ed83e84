package io.github.luffyrl.djl.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a JSON file of a tokenizer, with errors that name it. */
public final class JsonFile {

    private JsonFile() {}

    /**
     * Reads a file.
     *
     * @param file a JSON file
     * @return what it holds; missing if there is no such file
     * @throws IOException if it cannot be read or is not JSON
     */
    public static JsonNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
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
