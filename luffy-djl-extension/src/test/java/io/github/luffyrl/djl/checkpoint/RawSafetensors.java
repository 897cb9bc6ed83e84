package io.github.luffyrl.djl.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Safetensors files byte by byte, without the code under test. */
final class RawSafetensors {

    private RawSafetensors() {}

    static void write(Path file, String header, byte... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        write(file, json.length, json, data);
    }

    static void write(Path file, long headerLength, byte[] header, byte... data)
            throws IOException {
        Files.write(
                file,
                ByteBuffer.allocate(8 + header.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(headerLength)
                        .put(header)
                        .put(data)
                        .array());
    }

    static String header(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return new String(bytes, 8, headerLength(bytes), StandardCharsets.UTF_8);
    }

    static byte[] data(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Arrays.copyOfRange(bytes, 8 + headerLength(bytes), bytes.length);
    }

    private static int headerLength(byte[] bytes) {
        return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
