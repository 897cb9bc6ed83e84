package io.github.luffyrl.examples.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A folder for results: absent or empty, so that nothing earlier is lost. It is checked at once and
 * created later, so that a wrong name is reported before anything long starts, and a run that never
 * starts leaves no folder behind.
 */
public final class OutputFolder {

    private final Path path;

    private OutputFolder(Path path) {
        this.path = path;
    }

    /**
     * Checks a folder that a user named.
     *
     * @param path absent or empty
     * @return the folder, not created yet
     * @throws IOException when it cannot be written, or holds something
     */
    public static OutputFolder of(Path path) throws IOException {
        requireFree(path);
        return new OutputFolder(path);
    }

    /**
     * Checks the first free folder {@code NAME-1}, {@code NAME-2}, ...
     *
     * @param parent such as {@code runs}
     * @param name such as the method's
     * @return the folder, not created yet
     * @throws IOException when it cannot be written
     */
    public static OutputFolder next(Path parent, String name) throws IOException {
        int number = 1;
        while (Files.exists(parent.resolve(name + "-" + number))) {
            number++;
        }
        return of(parent.resolve(name + "-" + number));
    }

    /**
     * Returns the folder.
     *
     * @return its path
     */
    public Path path() {
        return path;
    }

    /**
     * Creates the folder.
     *
     * @return its path
     * @throws IOException when it cannot be created, or holds something by now
     */
    public Path create() throws IOException {
        requireFree(path);
        return Files.createDirectories(path);
    }

    private static void requireFree(Path path) throws IOException {
        Path existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw refusal(path, existing + " is a file");
        }
        if (!Files.isWritable(existing)) {
            throw refusal(path, existing + " is not writable");
        }
        if (Files.exists(path)) {
            try (Stream<Path> content = Files.list(path)) {
                if (content.findAny().isPresent()) {
                    throw refusal(path, "it is not empty");
                }
            }
        }
    }

    private static IOException refusal(Path path, String reason) {
        return new IOException(
                String.format(
                        Locale.ROOT,
                        "cannot write results to '%s', because %s: name another folder with --out",
                        path,
                        reason));
    }
}
