package io.github.luffyrl.djl.listener;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.ToLongFunction;

/**
 * A text file whose lines come in the order of steps. Each line is written through at once, so that
 * a crash costs at most a part of the last one.
 */
final class LineFile implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;
    private boolean begun;

    /** Opens a file; what it holds is overwritten, unless {@link #cutAfter} comes first. */
    LineFile(Path path) throws IOException {
        this.path = path;
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /**
     * Keeps the lines up to a step; a last line without an end goes, too.
     *
     * @param step the last to be kept
     * @param stepOf the step of a line
     */
    void cutAfter(long step, ToLongFunction<String> stepOf) throws IOException {
        channel.truncate(kept(step, stepOf)).position(channel.size());
        begun = true;
    }

    private long kept(long step, ToLongFunction<String> stepOf) throws IOException {
        long kept = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b != '\n') {
                    line.write(b);
                    continue;
                }
                if (stepOf.applyAsLong(line.toString(StandardCharsets.UTF_8)) > step) {
                    break;
                }
                kept += line.size() + 1;
                line.reset();
            }
        }
        return kept;
    }

    /** Adds a line. */
    void append(String line) {
        try {
            if (!begun) {
                channel.truncate(0);
                begun = true;
            }
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + '\n');
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
