package io.github.luffyrl.djl.listener;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A record of a TFRecord file, the container of TensorBoard's event files: {@code length (8 bytes),
 * checksum of length (4), data, checksum of data (4)}, all little-endian. A checksum is a CRC-32C,
 * rotated right by 15 bits, plus a constant, so that a file of checksums has no checksum of zero.
 */
final class EventRecord {

    private static final int HEADER = Long.BYTES + Integer.BYTES;
    private static final int MASK = 0xa282ead8;

    private EventRecord() {}

    /** Puts data into a record. */
    static byte[] of(byte[] data) {
        ByteBuffer record =
                ByteBuffer.allocate(HEADER + data.length + Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(data.length);
        record.putInt(checksum(record.array(), 0, Long.BYTES));
        record.put(data);
        record.putInt(checksum(data, 0, data.length));
        return record.array();
    }

    /**
     * Reads the next record.
     *
     * @param file little-endian, moved past the record; left as it is if there is no whole record
     * @return its data, or an empty array at the end of the file, or of its intact part: a crash
     *     may leave half a record
     */
    static byte[] next(ByteBuffer file) {
        int begin = file.position();
        if (file.remaining() < HEADER) {
            return new byte[0];
        }
        byte[] length = new byte[Long.BYTES];
        file.get(length);
        int checksumOfLength = file.getInt();
        long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (checksumOfLength == checksum(length, 0, length.length)
                && size <= file.remaining() - Integer.BYTES) {
            byte[] data = new byte[(int) size];
            file.get(data);
            if (file.getInt() == checksum(data, 0, data.length)) {
                return data;
            }
        }
        file.position(begin);
        return new byte[0];
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }
}
