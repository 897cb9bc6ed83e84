package io.github.luffyrl.examples.task;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A base model among the resources of this module.
 *
 * @param resources its folder, such as {@code /digit-machine-base/}
 */
public record BundledModel(String resources) {

    private static final List<String> FILES =
            List.of(
                    "config.json",
                    "generation_config.json",
                    "model.safetensors",
                    "tokenizer.json",
                    "tokenizer_config.json");

    /**
     * Unpacks the model.
     *
     * @param directory an existing directory
     * @return the directory
     * @throws IOException when it cannot be written
     */
    public Path unpack(Path directory) throws IOException {
        for (String file : FILES) {
            try (InputStream in = BundledModel.class.getResourceAsStream(resources + file)) {
                if (in == null) {
                    throw new FileNotFoundException("no resource " + resources + file);
                }
                Files.copy(in, directory.resolve(file));
            }
        }
        return directory;
    }
}
