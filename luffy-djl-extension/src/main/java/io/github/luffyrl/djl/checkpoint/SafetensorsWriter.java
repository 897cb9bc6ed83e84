package io.github.luffyrl.djl.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SortedMap;

/** Writes one safetensors file, tensors in the order of their names. */
final class SafetensorsWriter {

    /** Values converted at a time: 16 MiB of float32. */
    private static final int BLOCK = 1 << 22;

    private static final int HEADER_ALIGNMENT = 8;

    private final StoredType type;

    SafetensorsWriter(StoredType type) {
        this.type = type;
    }

    void write(Path file, SortedMap<String, NDArray> tensors) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeFully(channel, header(tensors));
            for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
                writeData(channel, tensor.getKey(), tensor.getValue());
            }
        }
    }

    private ByteBuffer header(SortedMap<String, NDArray> tensors) {
        ObjectNode header = Json.object();
        header.putObject(SafetensorsFile.METADATA).put("format", "pt");
        long begin = 0;
        for (Map.Entry<String, NDArray> tensor : tensors.entrySet()) {
            long end = begin + tensor.getValue().size() * type.bytes();
            ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", type.name());
            ArrayNode shape = entry.putArray("shape");
            for (long size : tensor.getValue().getShape().getShape()) {
                shape.add(size);
            }
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        byte[] json = Json.compact(header).getBytes(StandardCharsets.UTF_8);
        int padding = Math.floorMod(-json.length, HEADER_ALIGNMENT);
        ByteBuffer buffer =
                ByteBuffer.allocate(Long.BYTES + json.length + padding)
                        .order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(json.length + padding).put(json);
        buffer.put(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
        return buffer.flip();
    }

    private void writeData(FileChannel channel, String name, NDArray tensor) throws IOException {
        long elements = tensor.size();
        ByteBuffer stored =
                ByteBuffer.allocate((int) Math.min(BLOCK, elements) * type.bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        try (NDArray flat = tensor.reshape(-1)) {
            for (long first = 0; first < elements; first += BLOCK) {
                long end = Math.min(first + BLOCK, elements);
                try (NDArray block = flat.get(new NDIndex("{}:{}", first, end))) {
                    float[] values = block.toFloatArray();
                    requireInRange(name, values);
                    type.encode(FloatBuffer.wrap(values), stored.clear());
                    writeFully(channel, stored.flip());
                }
            }
        }
    }

    private void requireInRange(String name, float[] values) {
        for (float value : values) {
            if (type.overflows(value)) {
                throw new IllegalArgumentException(
                        "tensor "
                                + name
                                + ": "
                                + value
                                + " is out of the range of "
                                + type
                                + ", store it as another type");
            }
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
