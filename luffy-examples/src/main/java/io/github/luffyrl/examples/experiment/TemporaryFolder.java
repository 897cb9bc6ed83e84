package io.github.luffyrl.examples.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that goes with the run.
 *
 * @param path the folder
 */
public record TemporaryFolder(Path path) implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(TemporaryFolder.class);
    private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();

    /**
     * Creates a folder.
     *
     * @return an empty one
     * @throws IOException when the machine's temporary directory cannot be written
     */
    public static TemporaryFolder create() throws IOException {
        TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory("luffy"));
        OPEN.add(folder);
        return folder;
    }

    /** Deletes those that are still there, at the end of a process that was interrupted. */
    public static void deleteAll() {
        for (TemporaryFolder folder : OPEN) {
            try {
                folder.close();
            } catch (IOException e) {
                logger.warn("{} is left behind: {}", folder.path, e.toString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        OPEN.remove(this);
        List<Path> content;
        try (Stream<Path> walk = Files.walk(path)) {
            content = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : content) {
            Files.delete(file);
        }
    }
}
