package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.luffyrl.djl.internal.ModelFiles;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One safetensors file: the length of the header (u64, little-endian), the header (JSON), the data
 * (little-endian). The header is checked completely on opening; data is mapped as it is read.
 */
final class SafetensorsFile implements Closeable {

    static final String METADATA = "__metadata__";

    /** The limit of the reference implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private final Path path;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, StoredTensor> tensors;

    private SafetensorsFile(
            Path path, FileChannel channel, long dataStart, Map<String, StoredTensor> tensors) {
        this.path = path;
        this.channel = channel;
        this.dataStart = dataStart;
        this.tensors = tensors;
    }

    static SafetensorsFile open(Path path) throws IOException {
        ModelFiles.requireRegular(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long headerBytes = headerBytes(path, channel);
            ObjectNode header =
                    Json.parse(
                            read(path, channel, Long.BYTES, (int) headerBytes).array(),
                            "the header of " + path);
            long dataStart = Long.BYTES + headerBytes;
            Map<String, StoredTensor> tensors = tensors(path, header);
            requireContiguous(path, tensors, channel.size() - dataStart);
            return new SafetensorsFile(path, channel, dataStart, tensors);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static long headerBytes(Path path, FileChannel channel) throws IOException {
        if (channel.size() < Long.BYTES) {
            throw new IOException(
                    path + " is truncated: " + channel.size() + " bytes hold no header length");
        }
        long bytes = read(path, channel, 0, Long.BYTES).getLong();
        if (bytes < 0 || bytes > channel.size() - Long.BYTES) {
            throw new IOException(
                    path
                            + ": a header of "
                            + Long.toUnsignedString(bytes)
                            + " bytes is longer than the file of "
                            + channel.size()
                            + " bytes; it is truncated, or no safetensors file");
        }
        if (bytes > MAX_HEADER_BYTES) {
            throw new IOException(
                    path
                            + ": a header of "
                            + bytes
                            + " bytes is above the limit of "
                            + MAX_HEADER_BYTES);
        }
        return bytes;
    }

    private static ByteBuffer read(Path path, FileChannel channel, long position, int bytes)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException(path + " became shorter while it was read");
            }
        }
        return buffer.flip();
    }

    private static Map<String, StoredTensor> tensors(Path path, ObjectNode header)
            throws IOException {
        Map<String, StoredTensor> tensors = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                String place = path + ": tensor " + entry.getKey();
                tensors.put(entry.getKey(), StoredTensor.parse(entry.getValue(), place));
            }
        }
        return Collections.unmodifiableMap(tensors);
    }

    /** Every byte of the data belongs to exactly one tensor. */
    private static void requireContiguous(
            Path path, Map<String, StoredTensor> tensors, long dataBytes) throws IOException {
        List<Map.Entry<String, StoredTensor>> inOrder =
                tensors.entrySet().stream()
                        .sorted(
                                Map.Entry.comparingByValue(
                                        Comparator.comparingLong(StoredTensor::begin)
                                                .thenComparingLong(StoredTensor::end)))
                        .toList();
        long claimed = 0;
        for (Map.Entry<String, StoredTensor> entry : inOrder) {
            StoredTensor tensor = entry.getValue();
            String place = path + ": tensor " + entry.getKey();
            if (tensor.end() > dataBytes) {
                throw new IOException(
                        place
                                + " ends at byte "
                                + tensor.end()
                                + ", out of range of the "
                                + dataBytes
                                + " bytes of data; the file is truncated or damaged");
            }
            if (tensor.begin() != claimed) {
                throw new IOException(
                        place
                                + " begins at byte "
                                + tensor.begin()
                                + (tensor.begin() < claimed
                                        ? ", overlapping the tensor before it, which ends at "
                                        : ", leaving a hole after the tensor before it, which"
                                                + " ends at ")
                                + claimed);
            }
            claimed = tensor.end();
        }
        if (claimed != dataBytes) {
            throw new IOException(
                    path
                            + ": a hole, no tensor claims the last "
                            + (dataBytes - claimed)
                            + " bytes");
        }
    }

    Path path() {
        return path;
    }

    /** By name, in alphabetical order. */
    Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /**
     * Fills {@code target} with consecutive values of a tensor of this file.
     *
     * @param first row-major index of the first value
     */
    void read(StoredTensor tensor, long first, FloatBuffer target) throws IOException {
        int bytes = tensor.type().bytes();
        ByteBuffer stored =
                channel.map(
                                FileChannel.MapMode.READ_ONLY,
                                dataStart + tensor.begin() + first * bytes,
                                (long) target.remaining() * bytes)
                        .order(ByteOrder.LITTLE_ENDIAN);
        tensor.type().decode(stored, target);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
