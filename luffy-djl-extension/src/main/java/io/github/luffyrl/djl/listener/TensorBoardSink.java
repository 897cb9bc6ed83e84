package io.github.luffyrl.djl.listener;

import io.github.luffyrl.djl.internal.DamagedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics, and the time of phases as {@code seconds/..}, as scalars for TensorBoard.
 *
 * <pre>{@code
 * new TensorBoardSink(run.resolve("tensorboard")) // then: tensorboard --logdir runs
 * }</pre>
 */
public final class TensorBoardSink implements MetricsSink {

    private static final Logger logger = LoggerFactory.getLogger(TensorBoardSink.class);
    private static final String SECONDS = "seconds/";
    private static final int HALF_RECORD = 1 << 16; // a crash may leave one, which is no damage

    private final InstantSource clock;
    private final Path path;
    private final FileChannel channel;
    private boolean begun;

    /**
     * Opens an event file.
     *
     * @param directory created if absent; an event file of an earlier run is overwritten unless
     *     {@link #resumeAfter} comes first
     * @throws IOException when it cannot be written
     */
    public TensorBoardSink(Path directory) throws IOException {
        this(directory, InstantSource.system());
    }

    /**
     * Opens an event file.
     *
     * @param directory as above
     * @param clock the time that TensorBoard shows for each step
     * @throws IOException when it cannot be written
     */
    public TensorBoardSink(Path directory, InstantSource clock) throws IOException {
        this.clock = clock;
        path = Files.createDirectories(directory).resolve("events.out.tfevents.0.luffy");
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    @Override
    public void resumeAfter(long step) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int kept = 0;
        byte[] event = EventRecord.next(file);
        while (event.length > 0 && SummaryEvent.step(event) <= step) {
            kept = file.position();
            event = EventRecord.next(file);
        }
        if (event.length == 0 && file.remaining() > HALF_RECORD) {
            logger.warn(
                    "{} is damaged at byte {} and cut back there; the file as it was is {}",
                    path,
                    kept,
                    DamagedFile.setAside(path));
        }
        channel.truncate(kept).position(kept);
        begun = kept > 0;
    }

    @Override
    public void write(StepRecord step) {
        Map<String, Double> scalars = new LinkedHashMap<>(step.metrics());
        step.timings().forEach((phase, seconds) -> scalars.put(SECONDS + phase, seconds));
        try {
            if (!begun) {
                channel.truncate(0);
                append(SummaryEvent.version(clock.instant()));
                begun = true;
            }
            append(SummaryEvent.scalars(clock.instant(), step.step(), scalars));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + path + ": " + e.getMessage(), e);
        }
    }

    private void append(byte[] event) throws IOException {
        ByteBuffer record = ByteBuffer.wrap(EventRecord.of(event));
        while (record.hasRemaining()) {
            channel.write(record);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
