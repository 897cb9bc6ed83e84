package io.github.luffyrl.examples.experiment;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The base model that comes with luffy, as files. */
public final class EmbeddedModel {

    private static final String RESOURCES = "/digit-machine-base/";
    private static final List<String> FILES =
            List.of(
                    "config.json",
                    "generation_config.json",
                    "model.safetensors",
                    "tokenizer.json",
                    "tokenizer_config.json");

    private EmbeddedModel() {}

    /**
     * Unpacks the model.
     *
     * @param directory an existing directory
     * @return the directory
     * @throws IOException when it cannot be written
     */
    public static Path unpack(Path directory) throws IOException {
        for (String file : FILES) {
            try (InputStream in = EmbeddedModel.class.getResourceAsStream(RESOURCES + file)) {
                if (in == null) {
                    throw new FileNotFoundException("no resource " + RESOURCES + file);
                }
                Files.copy(in, directory.resolve(file));
            }
        }
        return directory;
    }
}
