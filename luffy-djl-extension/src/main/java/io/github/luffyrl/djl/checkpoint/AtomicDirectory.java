package io.github.luffyrl.djl.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a whole directory so that a crash leaves the old or the new one complete, never a
 * mixture.
 *
 * <p>The new content of {@code DIR} is written to its sibling {@code .DIR.writing} and forced to
 * disk. Then an existing {@code DIR} is renamed to {@code .DIR.previous}, the new one to {@code
 * DIR}, and the previous one is deleted. What a crash or a power failure leaves:
 *
 * <ul>
 *   <li>before the first rename: {@code DIR} as it was;
 *   <li>between the two renames: no {@code DIR}, but the complete old one as {@code .DIR.previous},
 *       which {@link #current} finds and the next {@link #replace} puts back first;
 *   <li>after the second rename: the new {@code DIR}.
 * </ul>
 *
 * <p>Leftovers are removed by the next {@link #replace}. All this needs a file system that renames
 * directories atomically, as local ones do, and a single writer per directory. Other files of an
 * existing directory do not survive its replacement. On systems without POSIX attributes files are
 * forced to disk, but directory entries cannot be.
 */
public final class AtomicDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(AtomicDirectory.class);

    private final Path target;
    private final Path parent;
    private final Path writing;
    private final Path previous;

    private AtomicDirectory(Path directory) throws IOException {
        target =
                Files.isSymbolicLink(directory)
                        ? directory.toRealPath()
                        : directory.toAbsolutePath().normalize();
        Path container = target.getParent();
        if (container == null) {
            throw new IllegalArgumentException(directory + " cannot be replaced: it is a root");
        }
        parent = container;
        writing = parent.resolve("." + target.getFileName() + ".writing");
        previous = parent.resolve("." + target.getFileName() + ".previous");
    }

    /**
     * Returns where the complete content of a directory lies, also after an interrupted
     * replacement.
     *
     * @param directory the directory
     * @return itself, unless it is missing and the one that was to be replaced is there
     */
    public static Path current(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        if (Files.exists(directory) || absolute.getFileName() == null) {
            return directory;
        }
        Path previous = absolute.resolveSibling("." + absolute.getFileName() + ".previous");
        return Files.isDirectory(previous) ? previous : directory;
    }

    /**
     * Creates or replaces a directory, and its parents where they are missing.
     *
     * @param directory the directory; a symbolic link keeps pointing to the same place
     * @param content what writes the new content
     * @throws IOException when anything fails; an existing directory is then as it was
     */
    public static void replace(Path directory, DirectoryContent content) throws IOException {
        AtomicDirectory replacement = new AtomicDirectory(directory);
        replacement.prepare();
        try {
            content.writeTo(replacement.writing);
            force(replacement.writing);
            replacement.swap();
        } catch (IOException | RuntimeException e) {
            discard(replacement.writing, e);
            throw e;
        }
        replacement.cleanUp();
    }

    private void prepare() throws IOException {
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new IOException("cannot write " + target + ": it is a file, not a directory");
        }
        try {
            Files.createDirectories(parent);
            if (Files.exists(target)) {
                delete(previous);
            } else if (Files.exists(previous)) {
                move(previous, target);
            }
            delete(writing);
            Files.createDirectory(writing);
        } catch (IOException e) {
            throw new IOException(
                    "cannot write "
                            + target
                            + ": no directory can be created in "
                            + parent
                            + ", is it writable? ("
                            + e
                            + ")",
                    e);
        }
    }

    private void swap() throws IOException {
        boolean replaces = Files.exists(target);
        if (replaces) {
            move(target, previous);
        }
        try {
            move(writing, target);
        } catch (IOException | RuntimeException e) {
            if (replaces) {
                move(previous, target);
            }
            throw e;
        }
        forceDirectory(parent);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(
                    "cannot rename " + from + " to " + to + ", is one a mount point? (" + e + ")",
                    e);
        }
    }

    private void cleanUp() {
        try {
            delete(previous);
        } catch (IOException e) {
            LOG.warn(
                    "{} is replaced, but its predecessor {} could not be removed",
                    target,
                    previous,
                    e);
        }
    }

    private static void discard(Path directory, Exception cause) {
        try {
            delete(directory);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path path : tree(directory)) {
            Files.delete(path);
        }
    }

    private static void force(Path directory) throws IOException {
        for (Path path : tree(directory)) {
            if (Files.isDirectory(path)) {
                forceDirectory(path);
            } else {
                force(path, StandardOpenOption.WRITE);
            }
        }
    }

    private static void forceDirectory(Path directory) throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            force(directory, StandardOpenOption.READ);
        }
    }

    private static void force(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    /** All below a directory and itself, children first. */
    private static List<Path> tree(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
