package io.github.luffyrl.djl.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a folder to one process: two that write the same run would destroy it. The lock is the
 * operating system's and ends with the process, however that ends; the file {@code .lock} stays and
 * says which process had it last.
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

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
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
        Path file = folder.resolve(FILE);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (!locked(channel, file)) {
                throw new IOException(
                        folder
                                + " is in use by process "
                                + owner(channel)
                                + ": wait until it ends, or name another folder");
            }
            byte[] id =
                    Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            channel.truncate(0).write(ByteBuffer.wrap(id));
            return new RunLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel channel, Path file) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process has it
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

    /** Unlocks the folder. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
