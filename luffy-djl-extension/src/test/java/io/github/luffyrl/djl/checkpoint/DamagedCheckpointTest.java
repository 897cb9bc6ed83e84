package io.github.luffyrl.djl.checkpoint;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of damage is told by its own message, with the file and the tensor. */
class DamagedCheckpointTest {

    private static final String W =
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";

    @TempDir Path directory;

    static Stream<Arguments> damagedHeaders() {
        return Stream.of(
                damaged("not json", 0, "is not valid JSON"),
                damaged("[1]", 0, "is not a JSON object"),
                damaged("", 0, "is not a JSON object"),
                damaged("{} {}", 0, "is not valid JSON"),
                damaged("[".repeat(5000), 0, "is not valid JSON"),
                damaged("{\"w\":3}", 0, "tensor w: its header entry is not an object"),
                damaged("{\"w\":{}}", 0, "tensor w: dtype  is not supported"),
                damaged(
                        entry("I64", "[1]", "[0,8]"),
                        8,
                        "tensor w: dtype \"I64\" is not supported"),
                damaged(
                        entry("F99", "[1]", "[0,4]"),
                        4,
                        "dtype \"F99\" is not supported, only [F32"),
                damaged(entry("F32", "1", "[0,4]"), 4, "tensor w: shape is not a list of integers"),
                damaged(
                        entry("F32", "[-1]", "[0,4]"),
                        4,
                        "tensor w: shape is not a list of integers"),
                damaged(entry("F32", "[1.0]", "[0,4]"), 4, "shape is not a list of integers"),
                damaged(entry("F32", "[\"1\"]", "[0,4]"), 4, "shape is not a list of integers"),
                damaged(
                        entry("F32", "[18446744073709551617]", "[0,4]"),
                        4,
                        "shape is not a list of integers"),
                damaged(
                        entry("F32", "[4294967296,4294967296]", "[0,0]"),
                        0,
                        "tensor w: shape [4294967296, 4294967296] has too many elements"),
                damaged(entry("F32", "[4611686018427387904]", "[0,0]"), 0, "has too many elements"),
                damaged(entry("F32", "[1]", "[-4,0]"), 4, "tensor w: data_offsets is not a list"),
                damaged(entry("F32", "[1]", "[4,0]"), 4, "data_offsets [4, 0] are not a begin"),
                damaged(entry("F32", "[1]", "[0]"), 4, "data_offsets [0] are not a begin"),
                damaged(
                        entry("F32", "[2]", "[0,4]"),
                        4,
                        "tensor w: shape [2] of F32 takes 8 bytes, but data_offsets span 4"),
                damaged(entry("F32", "[1]", "[0,4]"), 3, "tensor w ends at byte 4, out of range"),
                damaged(
                        entry("F32", "[1]", "[9223372036854775803,9223372036854775807]"),
                        4,
                        "tensor w ends at byte 9223372036854775807, out of range"),
                damaged(
                        entry("F32", "[1]", "[4,8]"),
                        8,
                        "tensor w begins at byte 4, leaving a hole"),
                damaged(entry("F32", "[1]", "[0,4]"), 6, "no tensor claims the last 2 bytes"),
                damaged(
                        "{" + pair("a", "[0,4]") + "," + pair("b", "[2,6]") + "}",
                        6,
                        "tensor b begins at byte 2, overlapping the tensor before it"),
                damaged(
                        "{" + pair("a", "[0,4]") + "," + pair("b", "[0,4]") + "}",
                        4,
                        "tensor b begins at byte 0, overlapping the tensor before it"),
                damaged(
                        "{" + pair("a", "[0,4]") + "," + pair("b", "[6,10]") + "}",
                        10,
                        "tensor b begins at byte 6, leaving a hole"),
                damaged("{" + pair("w", "[0,4]") + "," + pair("w", "[4,8]") + "}", 8, "Duplicate"));
    }

    private static Arguments damaged(String header, int dataBytes, String message) {
        return Arguments.of(header, dataBytes, message);
    }

    private static String entry(String dtype, String shape, String offsets) {
        return "{\"w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
                .formatted(dtype, shape, offsets);
    }

    private static String pair(String name, String offsets) {
        return "\"%s\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":%s}"
                .formatted(name, offsets);
    }

    @ParameterizedTest
    @MethodSource("damagedHeaders")
    void aDamagedHeaderIsRefused(String header, int dataBytes, String message) throws IOException {
        RawSafetensors.write(single(), header, new byte[dataBytes]);
        assertRefused(message, single().toString());
    }

    @Test
    void aFileTooShortForALengthIsRefused() throws IOException {
        Files.write(single(), new byte[7]);
        assertRefused("is truncated: 7 bytes hold no header length", single().toString());
    }

    @Test
    void aHeaderLongerThanTheFileIsRefused() throws IOException {
        byte[] json = W.getBytes(StandardCharsets.UTF_8);
        RawSafetensors.write(single(), json.length + 1, json);
        assertRefused("is longer than the file", single().toString());
    }

    @Test
    void aHeaderLengthAboveTheSignedRangeIsRefused() throws IOException {
        RawSafetensors.write(single(), -1, W.getBytes(StandardCharsets.UTF_8));
        assertRefused("a header of 18446744073709551615 bytes is longer than the file");
    }

    @Test
    void aHeaderAboveTheLimitIsRefused() throws IOException {
        RawSafetensors.write(single(), 100_000_001, new byte[0]);
        try (RandomAccessFile file = new RandomAccessFile(single().toFile(), "rw")) {
            file.setLength(100_000_100); // sparse
        }
        assertRefused("a header of 100000001 bytes is above the limit", single().toString());
    }

    @Test
    void anIndexWithoutWeightMapIsRefused() throws IOException {
        writeIndex("{}");
        assertRefused("has no object weight_map", "model.safetensors.index.json");
    }

    @Test
    void anIndexThatIsNotJsonIsRefused() throws IOException {
        writeIndex("{\"weight_map\":");
        assertRefused("is not valid JSON", "model.safetensors.index.json");
    }

    @Test
    void aMissingShardIsRefused() throws IOException {
        writeIndex("{\"weight_map\":{\"w\":\"a.safetensors\"}}");
        assertRefused("names the shard a.safetensors: no such file", "index.json");
    }

    @Test
    void aTensorThatItsShardLacksIsRefused() throws IOException {
        RawSafetensors.write(directory.resolve("a.safetensors"), W, new byte[4]);
        writeIndex("{\"weight_map\":{\"w\":\"a.safetensors\",\"v\":\"a.safetensors\"}}");
        assertRefused("index.json: tensor v is not in its shard", "a.safetensors");
    }

    @Test
    void aTensorThatTheIndexDoesNotListIsRefused() throws IOException {
        RawSafetensors.write(
                directory.resolve("a.safetensors"),
                "{" + pair("v", "[0,4]") + "," + pair("w", "[4,8]") + "}",
                new byte[8]);
        writeIndex("{\"weight_map\":{\"w\":\"a.safetensors\"}}");
        assertRefused("a.safetensors: tensor v is not listed for it", "index.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"../a.safetensors\"",
                "\"/etc/a\"",
                "\"..\"",
                "\"b/a\"",
                "\"b\\\\a\"",
                "7"
            })
    void aShardOutsideOfTheDirectoryIsRefused(String shard) throws IOException {
        writeIndex("{\"weight_map\":{\"w\":" + shard + "}}");
        assertRefused("tensor w: not the name of a file in this directory");
    }

    private Path single() {
        return directory.resolve("model.safetensors");
    }

    private void writeIndex(String json) throws IOException {
        Files.writeString(directory.resolve("model.safetensors.index.json"), json);
    }

    private void assertRefused(String... parts) {
        IOException e = assertThrows(IOException.class, () -> CheckpointReader.open(directory));
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }
}
