package io.github.luffyrl.djl.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** Something that writes files into a directory, such as {@code config::write}. */
@FunctionalInterface
public interface DirectoryContent {

    /**
     * Writes the files.
     *
     * @param directory an existing directory, which is not the final one
     * @throws IOException when they cannot be written
     */
    void writeTo(Path directory) throws IOException;
}
