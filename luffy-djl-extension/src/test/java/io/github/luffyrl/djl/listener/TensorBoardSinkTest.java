package io.github.luffyrl.djl.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.metric.StepPhase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardSinkTest {

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.ofEpochSecond(1, 500_000_000));

    @TempDir Path directory;

    @Test
    void aRecordHasTheBytesOfTheFormat() {
        byte[] event =
                SummaryEvent.scalars(
                        CLOCK.instant(), 300, Map.of("loss", -0.25, "nan", Double.NaN));
        // wall_time: field 1, 8 bytes: 1.5 = 3ff8000000000000, little-endian
        // step: field 2, varint: 300 = 10 0101100 in groups of seven bits: ac 02
        // summary: field 5, 13 bytes; value: field 1, 11 bytes
        // tag: field 1, 4 bytes: loss; simple_value: field 2, 4 bytes: -0.25 = be800000
        String data =
                "09000000000000f83f" + "10ac02" + "2a0d" + "0a0b" + "0a046c6f7373" + "15000080be";
        assertEquals(data, HexFormat.of().formatHex(event));
        // 9 + 3 + 2 + 2 + 6 + 5 = 27 = 1b bytes; checksums from a bit-by-bit CRC-32C with the
        // polynomial 82f63b78, whose check value of "123456789" is e3069283
        assertEquals(
                "1b00000000000000" + "1a0d9e13" + data + "05032de0",
                HexFormat.of().formatHex(EventRecord.of(event)));
    }

    @Test
    void aFileParsesBackByTheFormatAlone() throws Exception {
        try (TensorBoardSink sink = new TensorBoardSink(directory, CLOCK)) {
            sink.write(step(1, 0.5));
            sink.write(step(128, -3));
        }
        List<ParsedEvent> events = parse();
        assertEquals("brain.Event:2", events.get(0).version);
        assertEquals(1.5, events.get(0).wallTime);
        assertEquals(1, events.get(1).step);
        assertEquals(scalars(0.5f), events.get(1).scalars);
        assertEquals(128, events.get(2).step);
        assertEquals(scalars(-3), events.get(2).scalars);
        assertEquals(3, events.size());
    }

    @Test
    void aResumedFileIsThatOfAnUninterruptedRun() throws Exception {
        for (int crash = 0; crash < 40; crash++) {
            Path whole = Files.createDirectories(directory.resolve("whole" + crash));
            try (TensorBoardSink sink = new TensorBoardSink(whole, CLOCK)) {
                for (int step = 1; step <= 4; step++) {
                    sink.write(step(step, step));
                }
            }
            byte[] expected = Files.readAllBytes(onlyFile(whole));

            Path broken = Files.createDirectories(directory.resolve("broken" + crash));
            try (TensorBoardSink sink = new TensorBoardSink(broken, CLOCK)) {
                for (int step = 1; step <= 3; step++) {
                    sink.write(step(step, step));
                }
            }
            cutBytes(onlyFile(broken), crash);
            try (TensorBoardSink sink = new TensorBoardSink(broken, CLOCK)) {
                sink.resumeAfter(2);
                sink.write(step(3, 3));
                sink.write(step(4, 4));
            }
            assertArrayEquals(expected, Files.readAllBytes(onlyFile(broken)), "cut by " + crash);
        }
    }

    @Test
    void aDamagedRecordEndsWhatIsKept() throws Exception {
        try (TensorBoardSink sink = new TensorBoardSink(directory, CLOCK)) {
            sink.write(step(1, 1));
            sink.write(step(2, 2));
        }
        byte[] bytes = Files.readAllBytes(onlyFile(directory));
        bytes[bytes.length - 10] ^= 1;
        Files.write(onlyFile(directory), bytes);
        try (TensorBoardSink sink = new TensorBoardSink(directory, CLOCK)) {
            sink.resumeAfter(2);
        }
        List<ParsedEvent> events = parse();
        assertEquals(2, events.size());
        assertEquals(1, events.get(1).step);
    }

    @Test
    void aNewRunOverwrites() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (TensorBoardSink sink = new TensorBoardSink(directory, CLOCK)) {
                sink.write(step(1, run));
            }
        }
        assertEquals(2, parse().size());
        assertEquals(1f, parse().get(1).scalars.get("reward"));
    }

    private static StepRecord step(long step, double reward) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("reward", reward);
        metrics.put("missing", Double.NaN);
        return new StepRecord(step, metrics, Map.of(StepPhase.ROLLOUT, 2.0));
    }

    private static Map<String, Float> scalars(float reward) {
        Map<String, Float> scalars = new LinkedHashMap<>(Map.of("reward", reward));
        for (String phase :
                List.of(
                        "reward",
                        "oldLogProbs",
                        "referenceLogProbs",
                        "credit",
                        "forwardBackward",
                        "update",
                        "other")) {
            scalars.put("seconds/" + phase, 0f);
        }
        scalars.put("seconds/rollout", 2f);
        return scalars;
    }

    private static void cutBytes(Path file, int bytes) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - bytes);
        }
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertEquals(1, all.size());
            assertTrue(all.get(0).getFileName().toString().contains("tfevents"));
            return all.get(0);
        }
    }

    /** A reader of its own: any protocol buffer, field by field. */
    private static final class ParsedEvent {
        double wallTime;
        long step;
        String version = "";
        final Map<String, Float> scalars = new LinkedHashMap<>();
    }

    private List<ParsedEvent> parse() throws IOException {
        ByteBuffer file = little(Files.readAllBytes(onlyFile(directory)));
        List<ParsedEvent> events = new ArrayList<>();
        while (file.hasRemaining()) {
            byte[] length = new byte[8];
            file.get(length);
            assertEquals(masked(length), file.getInt());
            byte[] data = new byte[(int) little(length).getLong()];
            file.get(data);
            assertEquals(masked(data), file.getInt());
            events.add(event(little(data)));
        }
        return events;
    }

    private static ParsedEvent event(ByteBuffer data) {
        ParsedEvent event = new ParsedEvent();
        while (data.hasRemaining()) {
            switch ((int) varint(data)) {
                case (1 << 3) | 1 -> event.wallTime = data.getDouble();
                case 2 << 3 -> event.step = varint(data);
                case (3 << 3) | 2 -> event.version = text(data);
                case (5 << 3) | 2 -> {
                    ByteBuffer summary = part(data);
                    while (summary.hasRemaining()) {
                        assertEquals((1 << 3) | 2, varint(summary));
                        ByteBuffer value = part(summary);
                        assertEquals((1 << 3) | 2, varint(value));
                        String tag = text(value);
                        assertEquals((2 << 3) | 5, varint(value));
                        event.scalars.put(tag, value.getFloat());
                    }
                }
                default -> throw new AssertionError("unknown field");
            }
        }
        return event;
    }

    private static ByteBuffer part(ByteBuffer data) {
        byte[] part = new byte[(int) varint(data)];
        data.get(part);
        return little(part);
    }

    private static String text(ByteBuffer data) {
        return StandardCharsets.UTF_8.decode(part(data)).toString();
    }

    private static long varint(ByteBuffer data) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte group = data.get();
            value |= (long) (group & 0x7f) << shift;
            if (group >= 0) {
                return value;
            }
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** CRC-32C bit by bit, masked as TFRecord does. */
    private static int masked(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
            }
        }
        crc = ~crc;
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }
}
