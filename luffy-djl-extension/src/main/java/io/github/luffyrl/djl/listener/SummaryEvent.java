package io.github.luffyrl.djl.listener;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * TensorBoard's protocol buffer {@code Event}, as far as scalars need it: {@code wall_time = 1
 * (double), step = 2 (int64), file_version = 3 (string), summary = 5}, the latter of {@code value =
 * 1} with {@code tag = 1 (string), simple_value = 2 (float)}.
 */
final class SummaryEvent {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SummaryEvent() {}

    /** What an event file begins with. */
    static byte[] version(Instant time) {
        return new SummaryEvent()
                .time(time)
                .bytes(FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8))
                .out
                .toByteArray();
    }

    /** The scalars of a step; those that are not finite are left out. */
    static byte[] scalars(Instant time, long step, Map<String, Double> values) {
        SummaryEvent summary = new SummaryEvent();
        values.forEach(
                (tag, value) -> {
                    if (Double.isFinite(value)) {
                        SummaryEvent entry =
                                new SummaryEvent()
                                        .bytes(TAG, tag.getBytes(StandardCharsets.UTF_8))
                                        .float32(SIMPLE_VALUE, value.floatValue());
                        summary.bytes(VALUE, entry.out.toByteArray());
                    }
                });
        return new SummaryEvent()
                .time(time)
                .key(STEP, VARINT)
                .varint(step)
                .bytes(SUMMARY, summary.out.toByteArray())
                .out
                .toByteArray();
    }

    /** The step of an event of this class; 0 for {@link #version}. */
    static long step(byte[] event) {
        ByteBuffer buffer = ByteBuffer.wrap(event).position(1 + Double.BYTES); // after wall_time
        if (buffer.get() != ((STEP << 3) | VARINT)) {
            return 0;
        }
        long step = 0;
        int shift = 0;
        byte group;
        do {
            group = buffer.get();
            step |= (group & 0x7fL) << shift;
            shift += 7;
        } while (group < 0);
        return step;
    }

    private SummaryEvent time(Instant time) {
        double seconds = time.getEpochSecond() + time.getNano() / 1e9;
        key(WALL_TIME, FIXED64);
        out.writeBytes(little(Double.BYTES).putDouble(seconds).array());
        return this;
    }

    private SummaryEvent float32(int field, float value) {
        key(field, FIXED32);
        out.writeBytes(little(Float.BYTES).putFloat(value).array());
        return this;
    }

    private SummaryEvent bytes(int field, byte[] content) {
        key(field, LENGTH_DELIMITED).varint(content.length);
        out.writeBytes(content);
        return this;
    }

    private SummaryEvent key(int field, int type) {
        return varint(((long) field << 3) | type);
    }

    /** Seven bits a byte, lowest first; all but the last have the highest bit set. */
    private SummaryEvent varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
