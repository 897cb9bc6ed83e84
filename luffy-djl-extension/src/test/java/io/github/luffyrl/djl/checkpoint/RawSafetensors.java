package io.github.luffyrl.djl.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

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

    /** The stored bytes of every tensor of a directory, by name. */
    static Map<String, byte[]> tensors(Path directory) throws IOException {
        Map<String, byte[]> tensors = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.safetensors")) {
            for (Path file : files) {
                byte[] data = data(file);
                JsonNode header = new ObjectMapper().readTree(header(file));
                header.properties().stream()
                        .filter(entry -> !entry.getKey().equals("__metadata__"))
                        .forEach(
                                entry -> {
                                    JsonNode offsets = entry.getValue().get("data_offsets");
                                    int begin = offsets.get(0).asInt();
                                    int end = offsets.get(1).asInt();
                                    tensors.put(
                                            entry.getKey(), Arrays.copyOfRange(data, begin, end));
                                });
            }
        }
        return tensors;
    }

    private static int headerLength(byte[] bytes) {
        return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
