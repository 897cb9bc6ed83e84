package io.github.luffyrl.examples.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folder of one run.
 *
 * @param path an existing folder that can be written
 */
public record RunFolder(Path path) {

    /**
     * Prepares the folder that a user named. Fails before anything long starts.
     *
     * @param path absent or empty, so that no earlier run is lost
     * @return the folder
     * @throws IOException when it cannot be written, or holds something
     */
    public static RunFolder create(Path path) throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IOException(path + " is a file: name another folder with --out");
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IOException(
                    "cannot create " + path + " (" + e + "): name another folder with --out", e);
        }
        try (Stream<Path> content = Files.list(path)) {
            if (content.findAny().isPresent()) {
                throw new IOException(
                        path + " is not empty: name another folder with --out, or empty it");
            }
        }
        if (!Files.isWritable(path)) {
            throw new IOException(path + " is not writable: name another folder with --out");
        }
        return new RunFolder(path);
    }

    /**
     * Prepares the first free folder {@code NAME-1}, {@code NAME-2}, ...
     *
     * @param parent such as {@code runs}
     * @param name such as the method's
     * @return the folder
     * @throws IOException when it cannot be written
     */
    public static RunFolder next(Path parent, String name) throws IOException {
        int number = 1;
        while (Files.exists(parent.resolve(name + "-" + number))) {
            number++;
        }
        return create(parent.resolve(name + "-" + number));
    }

    Path checkpoint() {
        return path.resolve("checkpoint");
    }

    Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    Path curves() {
        return path.resolve("curves.png");
    }

    Path recipe() {
        return path.resolve("recipe.yaml");
    }

    Path table() {
        return path.resolve("accuracy.txt");
    }
}
