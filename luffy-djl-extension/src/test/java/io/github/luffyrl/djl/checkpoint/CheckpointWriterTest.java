package io.github.luffyrl.djl.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointWriterTest {

    private static final DirectoryContent NO_COMPANIONS = directory -> {};

    @TempDir Path directory;
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.luffyrl.djl.checkpoint.TinyModels#all")
    void aRoundTripInTheStoredTypeKeepsEveryByte(String model) throws IOException {
        Path source = TinyModels.directory(model);
        Path target = directory.resolve("copy");
        Map<String, NDArray> tensors = readAll(source);
        StoredType type;
        try (CheckpointReader reader = CheckpointReader.open(source)) {
            type = reader.dtype("model.norm.weight");
        }
        for (long shardBytes : new long[] {60_000, 1_000_000}) {
            new CheckpointWriter(type, shardBytes)
                    .write(target, tensors, CheckpointWriter.companionsOf(source));

            Map<String, byte[]> expected = RawSafetensors.tensors(source);
            Map<String, byte[]> written = RawSafetensors.tensors(target);
            assertEquals(expected.keySet(), written.keySet());
            expected.forEach((name, bytes) -> assertArrayEquals(bytes, written.get(name), name));
            assertEquals(
                    shardBytes == 1_000_000, Files.exists(target.resolve("model.safetensors")));
        }
        for (String name :
                List.of(
                        "config.json",
                        "generation_config.json",
                        "tokenizer.json",
                        "tokenizer_config.json")) {
            assertArrayEquals(
                    Files.readAllBytes(source.resolve(name)),
                    Files.readAllBytes(target.resolve(name)),
                    name);
        }
    }

    @Test
    void theFileIsLaidOutAsTheFormatSays() throws IOException {
        Path target = directory.resolve("model");
        Map<String, NDArray> tensors =
                Map.of(
                        "b", manager.create(new float[] {1, -2, 0.5f}, new Shape(3, 1)),
                        "a", manager.create(1.5f));
        new CheckpointWriter(StoredType.BF16).write(target, tensors, NO_COMPANIONS);

        Path file = target.resolve("model.safetensors");
        String json =
                "{\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"a\":{\"dtype\":\"BF16\",\"shape\":[],\"data_offsets\":[0,2]},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[3,1],\"data_offsets\":[2,8]}}";
        String header = RawSafetensors.header(file);
        assertEquals(json, header.strip());
        assertEquals((json.length() + 7) / 8 * 8, header.length());
        // 1.5 is 0x3fc0, 1 is 0x3f80, -2 is 0xc000, 0.5 is 0x3f00.
        assertArrayEquals(
                new byte[] {(byte) 0xc0, 0x3f, (byte) 0x80, 0x3f, 0, (byte) 0xc0, 0, 0x3f},
                RawSafetensors.data(file));
    }

    @Test
    void specialNumbersAreKeptInEveryType() throws IOException {
        float[] values = {
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 0x1p-24f
        };
        for (StoredType type : StoredType.values()) {
            Path target = directory.resolve(type.name());
            new CheckpointWriter(type)
                    .write(target, Map.of("w", manager.create(values)), NO_COMPANIONS);
            try (CheckpointReader reader = CheckpointReader.open(target)) {
                assertEquals(type, reader.dtype("w"));
                assertArrayEquals(values, reader.read("w"));
            }
        }
    }

    @Test
    void shardsAreFilledUpToTheLimitInTheOrderOfNames() throws IOException {
        Path target = directory.resolve("model");
        // F32 bytes: a 8, b 8, c 40, d 4. With at most 16: a+b, c alone above the limit, d.
        Map<String, NDArray> tensors =
                Map.of(
                        "a", manager.ones(new Shape(2)),
                        "b", manager.ones(new Shape(2)),
                        "c", manager.ones(new Shape(10)),
                        "d", manager.ones(new Shape(1)));
        new CheckpointWriter(StoredType.F32, 16).write(target, tensors, NO_COMPANIONS);

        assertEquals(
                """
                {
                  "metadata": {
                    "total_size": 60
                  },
                  "weight_map": {
                    "a": "model-00001-of-00003.safetensors",
                    "b": "model-00001-of-00003.safetensors",
                    "c": "model-00002-of-00003.safetensors",
                    "d": "model-00003-of-00003.safetensors"
                  }
                }
                """,
                Files.readString(target.resolve("model.safetensors.index.json")));
        assertFalse(Files.exists(target.resolve("model.safetensors")));
        try (CheckpointReader reader = CheckpointReader.open(target)) {
            assertEquals(Set.of("a", "b", "c", "d"), reader.names());
            assertArrayEquals(new long[] {10}, reader.shape("c"));
        }
    }

    @Test
    void aTensorOfSeveralBlocksAndATransposedOneAreWrittenWhole() throws IOException {
        int rows = (1 << 22) / 4 + 1; // 4 columns: one row more than a block of 2^22 values
        NDArray transposed = manager.arange(4f * rows).reshape(4, rows).transpose();
        Path target = directory.resolve("model");
        new CheckpointWriter(StoredType.F32).write(target, Map.of("w", transposed), NO_COMPANIONS);
        try (CheckpointReader reader = CheckpointReader.open(target)) {
            float[] values = reader.read("w");
            for (int i = 0; i < values.length; i++) {
                assertEquals((i % 4) * rows + i / 4, values[i]);
            }
        }
    }

    @Test
    void anExistingCheckpointIsReplacedAsAWhole() throws IOException {
        Path target = writeOld();
        new CheckpointWriter(StoredType.F32, 4).write(target, twoTensors(), NO_COMPANIONS);
        assertEquals(
                Set.of(
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model.safetensors.index.json"),
                fileNames(target));
        assertEquals(Set.of("model"), fileNames(directory));
    }

    @Test
    void afterAFailureTheOldCheckpointIsAsItWas() throws IOException {
        Path target = writeOld();
        Map<String, byte[]> before = contents(target);
        NDArray tooLarge = manager.create(new float[] {1, 70_000});
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        new CheckpointWriter(StoredType.F16)
                                                .write(
                                                        target,
                                                        Map.of("v", tooLarge),
                                                        NO_COMPANIONS))
                        .getMessage();
        assertTrue(message.contains("tensor v: 70000.0 is out of the range of F16"), message);

        IOException full = new IOException("disk full");
        assertEquals(
                full,
                assertThrows(
                        IOException.class,
                        () ->
                                new CheckpointWriter(StoredType.F32)
                                        .write(
                                                target,
                                                twoTensors(),
                                                temporary -> {
                                                    Files.writeString(
                                                            temporary.resolve("config.json"), "{");
                                                    throw full;
                                                })));

        assertEquals(before.keySet(), fileNames(target));
        for (Map.Entry<String, byte[]> file : before.entrySet()) {
            assertArrayEquals(file.getValue(), Files.readAllBytes(target.resolve(file.getKey())));
        }
        assertEquals(Set.of("model"), fileNames(directory));
    }

    @Test
    void aDirectoryWithOtherThingsThanACheckpointIsNotDeleted() throws IOException {
        Files.writeString(directory.resolve("thesis.txt"), "years of work");
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        new CheckpointWriter(StoredType.F32)
                                                .write(directory, twoTensors(), NO_COMPANIONS))
                        .getMessage();
        assertTrue(message.contains("holds files but no checkpoint"), message);
        assertEquals("years of work", Files.readString(directory.resolve("thesis.txt")));
    }

    @Test
    void anEmptyDirectoryIsFilled() throws IOException {
        new CheckpointWriter(StoredType.F32).write(directory, twoTensors(), NO_COMPANIONS);
        assertEquals(Set.of("model.safetensors"), fileNames(directory));
    }

    @Test
    void whatCannotBeStoredIsRefusedBeforeAnythingIsWritten() {
        Path target = directory.resolve("model");
        CheckpointWriter writer = new CheckpointWriter(StoredType.F32);
        NDArray integers = manager.create(new int[] {1});
        assertEquals(DataType.INT32, integers.getDataType());
        assertRefused(writer, target, Map.of("w", integers), "tensor w is int32: only FLOAT32");
        assertRefused(writer, target, Map.of(), "at least one tensor");
        assertRefused(
                writer, target, Map.of("__metadata__", manager.create(1f)), "__metadata__ cannot");
        assertFalse(Files.exists(target));
        assertThrows(IllegalArgumentException.class, () -> new CheckpointWriter(StoredType.F32, 0));
    }

    private static void assertRefused(
            CheckpointWriter writer, Path target, Map<String, NDArray> tensors, String part) {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> writer.write(target, tensors, NO_COMPANIONS))
                        .getMessage();
        assertTrue(message.contains(part), message);
    }

    @Test
    void companionsOfADirectoryThatIsNoModelAreRefused() {
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                new CheckpointWriter(StoredType.F32)
                                        .write(
                                                directory.resolve("model"),
                                                twoTensors(),
                                                CheckpointWriter.companionsOf(directory)));
        assertTrue(e.getMessage().contains("has no config.json"), e.getMessage());
    }

    private Map<String, NDArray> twoTensors() {
        return Map.of("a", manager.create(new float[] {1}), "b", manager.create(new float[] {2}));
    }

    private Path writeOld() throws IOException {
        Path target = directory.resolve("model");
        new CheckpointWriter(StoredType.F32)
                .write(
                        target,
                        Map.of("w", manager.create(new float[] {3})),
                        temporary -> Files.writeString(temporary.resolve("config.json"), "{}"));
        return target;
    }

    private Map<String, NDArray> readAll(Path source) throws IOException {
        Map<String, NDArray> tensors = new TreeMap<>();
        try (CheckpointReader reader = CheckpointReader.open(source)) {
            for (String name : reader.names()) {
                tensors.put(name, reader.read(name, new Shape(reader.shape(name)), manager));
            }
        }
        return tensors;
    }

    private static Set<String> fileNames(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Map<String, byte[]> contents(Path directory) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        for (String name : fileNames(directory)) {
            contents.put(name, Files.readAllBytes(directory.resolve(name)));
        }
        return contents;
    }
}
