package io.github.luffyrl.djl.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a file that is damaged, before it is mended. */
public final class DamagedFile {

    private DamagedFile() {}

    /**
     * Copies a file to {@code NAME.damaged}, or {@code NAME.damaged-2} and so on if there is one.
     *
     * @param file as it was found
     * @return the copy
     * @throws IOException when it cannot be written
     */
    public static Path setAside(Path file) throws IOException {
        String name = file.getFileName() + ".damaged";
        Path copy = file.resolveSibling(name);
        for (int number = 2; Files.exists(copy); number++) {
            copy = file.resolveSibling(name + "-" + number);
        }
        return Files.copy(file, copy);
    }
}
