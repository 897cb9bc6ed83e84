package io.github.luffyrl.djl.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a folder to one process: two that write the same run would destroy it. The lock is the
 * operating system's and ends with the process, however that ends; the file {@code .lock} says
 * which process has it, or had it last.
 *
 * <pre>{@code
 * try (RunLock lock = RunLock.of(Path.of("runs/mine"))) {
 *     // write there
 * }
 * }</pre>
 */
public final class RunLock implements AutoCloseable {

    static final String FILE = ".lock";

    private static final Logger logger = LoggerFactory.getLogger(RunLock.class);
    private static final int MOST_DIGITS = 20;

    /** To open and close a file that this process has locked would unlock it on some systems. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param folder created if absent
     * @return the lock, to be closed
     * @throws IOException if another process has the lock, or this one has it already; the message
     *     has the process id. Also if the folder cannot be written
     */
    public static RunLock of(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.toRealPath().resolve(FILE);
        long process = ProcessHandle.current().pid();
        if (!HELD.add(file)) {
            throw new IOException(inUse(folder, Long.toString(process)));
        }
        try {
            return of(folder, file, Long.toString(process));
        } catch (IOException | RuntimeException e) {
            HELD.remove(file);
            throw e;
        }
    }

    private static RunLock of(Path folder, Path file, String process) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (!locked(channel, file)) {
                throw new IOException(inUse(folder, owner(channel)));
            }
            channel.truncate(0).write(ByteBuffer.wrap(process.getBytes(StandardCharsets.UTF_8)));
            return new RunLock(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String inUse(Path folder, String process) {
        return folder
                + " is in use by process "
                + process
                + ": wait until it ends, or name another folder";
    }

    private static boolean locked(FileChannel channel, Path file) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (IOException e) {
            logger.warn(
                    "{}: this file system has no locks, so take care that one process at a time"
                            + " uses the folder ({})",
                    file,
                    e.getMessage());
            return true;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer id = ByteBuffer.allocate(MOST_DIGITS);
        channel.read(id, 0);
        return new String(id.array(), 0, id.position(), StandardCharsets.UTF_8);
    }

    /** Unlocks the folder, and removes it if nothing else is in it. */
    @Override
    public void close() {
        Path folder = Objects.requireNonNull(file.getParent());
        try (channel;
                Stream<Path> files = Files.list(folder)) {
            if (files.allMatch(file::equals)) {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(file);
        }
    }
}
