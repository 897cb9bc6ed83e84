package io.github.luffyrl.djl.listener;

import io.github.luffyrl.djl.internal.DamagedFile;
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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text file whose lines come in the order of steps. Each line is written through at once, so that
 * a crash costs at most a part of the last one.
 */
final class LineFile implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(LineFile.class);

    private final Path path;
    private final FileChannel channel;
    private boolean begun;

    /** Opens a file; what it holds is overwritten, unless {@link #cutAfter} comes first. */
    LineFile(Path path) throws IOException {
        this.path = path;
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /**
     * Keeps the lines up to a step; a last line without an end goes, too. Damaged lines among them
     * are left out, with a warning, and a copy of the file as it was is kept beside it.
     *
     * @param step the last to be kept
     * @param stepOf the step of a line, nothing if it is damaged
     */
    void cutAfter(long step, Function<String, OptionalLong> stepOf) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        List<Integer> damaged = keep(step, stepOf, kept);
        if (damaged.isEmpty()) {
            channel.truncate(kept.size());
        } else {
            Path aside = DamagedFile.setAside(path);
            logger.warn(
                    "{}: damaged lines {} are left out; the file as it was is {}",
                    path,
                    damaged,
                    aside);
            channel.truncate(0);
            write(ByteBuffer.wrap(kept.toByteArray()));
        }
        channel.position(channel.size());
        begun = true;
    }

    /** Copies what is to be kept, and returns the numbers of the damaged lines before its end. */
    private List<Integer> keep(
            long step, Function<String, OptionalLong> stepOf, ByteArrayOutputStream kept)
            throws IOException {
        List<Integer> damaged = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int number = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                line.write(b);
                if (b != '\n') {
                    continue;
                }
                number++;
                OptionalLong found = stepOf.apply(line.toString(StandardCharsets.UTF_8).strip());
                if (found.isEmpty()) {
                    damaged.add(number);
                } else if (found.getAsLong() > step) {
                    break;
                } else {
                    line.writeTo(kept);
                }
                line.reset();
            }
        }
        return damaged;
    }

    /** Adds a line. */
    void append(String line) {
        try {
            if (!begun) {
                channel.truncate(0);
                begun = true;
            }
            write(StandardCharsets.UTF_8.encode(line + '\n'));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + path + ": " + e.getMessage(), e);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
