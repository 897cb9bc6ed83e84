package io.github.luffyrl.examples.experiment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that goes with the run. One whose process was killed, so that nothing could delete it,
 * goes when the next one is created: the lock on the file beside its content is free then.
 */
public final class TemporaryFolder implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(TemporaryFolder.class);
    private static final String PREFIX = "luffy-";
    private static final String LOCK = "in-use";
    private static final Set<TemporaryFolder> OPEN = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lock;

    private TemporaryFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Creates a folder.
     *
     * @return an empty one
     * @throws IOException when the machine's temporary directory cannot be written
     */
    public static TemporaryFolder create() throws IOException {
        Path root = Files.createTempDirectory(PREFIX);
        FileChannel channel =
                FileChannel.open(
                        root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        TemporaryFolder folder = new TemporaryFolder(root, channel);
        OPEN.add(folder);
        try {
            channel.tryLock();
        } catch (IOException e) {
            logger.debug("{} cannot be locked: {}", root, e.toString());
        }
        Files.createDirectory(folder.path());
        deleteAbandoned(root);
        return folder;
    }

    /**
     * Returns where to write.
     *
     * @return the folder
     */
    public Path path() {
        return root.resolve("files");
    }

    /** Deletes those that are still there, at the end of a process that was interrupted. */
    public static void deleteAll() {
        for (TemporaryFolder folder : OPEN) {
            try {
                folder.close();
            } catch (IOException e) {
                logger.warn("{} is left behind: {}", folder.root, e.toString());
            }
        }
    }

    /** Deletes the folders beside this one that no process has locked. */
    private static void deleteAbandoned(Path mine) {
        try (DirectoryStream<Path> roots =
                Files.newDirectoryStream(mine.resolveSibling("."), PREFIX + "*")) {
            for (Path root : roots) {
                Path lock = root.resolve(LOCK);
                boolean other =
                        OPEN.stream().noneMatch(open -> open.root.endsWith(root.getFileName()));
                if (other && Files.isRegularFile(lock) && Files.isWritable(root)) {
                    deleteIfAbandoned(root, lock);
                }
            }
        } catch (IOException e) {
            logger.debug("what others left behind cannot be deleted: {}", e.toString());
        }
    }

    private static void deleteIfAbandoned(Path root, Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                delete(root);
            }
        } catch (OverlappingFileLockException e) {
            logger.debug("{} is in use", root);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> content;
        try (Stream<Path> walk = Files.walk(folder)) {
            content = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : content) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        OPEN.remove(this);
        try (lock) {
            delete(root);
        }
    }
}
