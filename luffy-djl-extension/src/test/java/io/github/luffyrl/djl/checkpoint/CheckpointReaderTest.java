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
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointReaderTest {

    @TempDir Path directory;

    @ParameterizedTest
    @MethodSource("io.github.luffyrl.djl.checkpoint.TinyModels#all")
    void everyTensorIsFiniteAndTheSameAsAnArray(String model) throws IOException {
        try (CheckpointReader reader = CheckpointReader.open(TinyModels.directory(model));
                NDManager manager = NDManager.newBaseManager()) {
            assertTrue(reader.names().contains("model.norm.weight"), reader.names().toString());
            String storedType = model.substring(model.lastIndexOf('-') + 1);
            for (String name : reader.names()) {
                float[] values = reader.read(name);
                Shape shape = new Shape(reader.shape(name));
                for (float value : values) {
                    assertTrue(Float.isFinite(value), name);
                }
                NDArray array = reader.read(name, shape, manager);
                assertEquals(DataType.FLOAT32, array.getDataType());
                assertEquals(shape, array.getShape());
                assertArrayEquals(values, array.toFloatArray(), name);
                assertEquals(storedType.toUpperCase(Locale.ROOT), reader.dtype(name).name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.luffyrl.djl.checkpoint.TinyModels#all")
    void shapesAgreeWithTheConfiguration(String model) throws IOException {
        Path directory = TinyModels.directory(model);
        CausalLmConfig config = CausalLmConfig.read(directory);
        long hidden = config.hiddenSize();
        long queries = (long) config.heads() * config.headDim();
        long keys = (long) config.keyValueHeads() * config.headDim();
        try (CheckpointReader reader = CheckpointReader.open(directory)) {
            assertShape(reader, "model.embed_tokens.weight", config.vocabSize(), hidden);
            for (int layer = 0; layer < config.layers(); layer++) {
                String prefix = "model.layers." + layer + ".";
                assertShape(reader, prefix + "self_attn.q_proj.weight", queries, hidden);
                if (config.modelType().attentionBias()) {
                    assertShape(reader, prefix + "self_attn.q_proj.bias", queries);
                }
                if (config.modelType().headNorm()) {
                    assertShape(reader, prefix + "self_attn.k_norm.weight", config.headDim());
                }
                assertShape(reader, prefix + "self_attn.k_proj.weight", keys, hidden);
                assertShape(reader, prefix + "self_attn.o_proj.weight", hidden, queries);
                assertShape(
                        reader, prefix + "mlp.up_proj.weight", config.intermediateSize(), hidden);
            }
            assertFalse(
                    reader.names()
                            .contains("model.layers." + config.layers() + ".mlp.up_proj.weight"));
            if (!config.tieWordEmbeddings()) {
                assertShape(reader, "lm_head.weight", config.vocabSize(), hidden);
            }
        }
    }

    private static void assertShape(CheckpointReader reader, String name, long... shape) {
        assertArrayEquals(shape, reader.shape(name), name);
    }

    @Test
    void storedNumbersAreWidenedExactly() throws IOException {
        // 1.5 is 0x3fc00000, as half 0x3e00, as bfloat16 0x3fc0; -2 is 0xc0000000, 0xc000, 0xc000.
        RawSafetensors.write(
                directory.resolve("model.safetensors"),
                """
                {"full":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},
                 "half":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},
                 "brain":{"dtype":"BF16","shape":[1,2],"data_offsets":[12,16]},
                 "scalar":{"dtype":"F32","shape":[],"data_offsets":[16,20]},
                 "empty":{"dtype":"F16","shape":[0,3],"data_offsets":[20,20]}}""",
                new byte[] {
                    0,
                    0,
                    (byte) 0xc0,
                    0x3f,
                    0,
                    0,
                    0,
                    (byte) 0xc0, // full
                    0,
                    0x3e,
                    0,
                    (byte) 0xc0, // half
                    (byte) 0xc0,
                    0x3f,
                    0,
                    (byte) 0xc0, // brain
                    0,
                    0,
                    (byte) 0xc0,
                    0x3f // scalar
                });
        try (CheckpointReader reader = CheckpointReader.open(directory);
                NDManager manager = NDManager.newBaseManager()) {
            assertEquals(Set.of("full", "half", "brain", "scalar", "empty"), reader.names());
            assertArrayEquals(new float[] {1.5f, -2}, reader.read("full"));
            assertArrayEquals(new float[] {1.5f, -2}, reader.read("half"));
            assertArrayEquals(new float[] {1.5f, -2}, reader.read("brain"));
            assertArrayEquals(new float[] {1.5f}, reader.read("scalar"));
            assertEquals(1.5f, reader.read("scalar", new Shape(), manager).getFloat());
            assertArrayEquals(new float[0], reader.read("empty"));
            assertEquals(
                    new Shape(0, 3), reader.read("empty", new Shape(0, 3), manager).getShape());
        }
    }

    @Test
    void aTensorOfSeveralBlocksIsReadWhole() throws IOException {
        // One value more than two blocks of 2^22; the number i, below 2^24, is stored exactly.
        int count = (2 << 22) + 1;
        ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            data.putFloat(i);
        }
        RawSafetensors.write(
                directory.resolve("model.safetensors"),
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                        .formatted(count, 4 * count),
                data.array());
        try (CheckpointReader reader = CheckpointReader.open(directory);
                NDManager manager = NDManager.newBaseManager()) {
            float[] values = reader.read("w");
            for (int i = 0; i < count; i++) {
                assertEquals(i, values[i]);
            }
            assertArrayEquals(values, reader.read("w", new Shape(count), manager).toFloatArray());
        }
    }

    @Test
    void readsBeyondTwoGibibytes() throws IOException {
        long hole = 3L << 30; // sparse: takes no space on disk
        byte[] header =
                """
                {"big":{"dtype":"BF16","shape":[%d],"data_offsets":[0,%d]},
                 "last":{"dtype":"F32","shape":[1],"data_offsets":[%d,%d]}}"""
                        .formatted(hole / 2, hole, hole, hole + 4)
                        .getBytes(StandardCharsets.UTF_8);
        Path path = directory.resolve("model.safetensors");
        RawSafetensors.write(path, header.length, header);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(8 + header.length + hole);
            file.write(new byte[] {0, 0, (byte) 0xc0, 0x3f});
        }
        try (CheckpointReader reader = CheckpointReader.open(directory)) {
            assertArrayEquals(new long[] {hole / 2}, reader.shape("big"));
            assertArrayEquals(new float[] {1.5f}, reader.read("last"));
        }
    }

    @Test
    void anotherShapeThanExpectedIsRefused() throws IOException {
        try (CheckpointReader reader =
                        CheckpointReader.open(TinyModels.directory("qwen2-tied-f32"));
                NDManager manager = NDManager.newBaseManager()) {
            String name = "model.embed_tokens.weight";
            String message =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> reader.read(name, new Shape(416, 64), manager))
                            .getMessage();
            assertTrue(message.contains("model.safetensors: tensor " + name), message);
            assertTrue(message.contains("[400, 64], expected [416, 64]"), message);
        }
    }

    @Test
    void anUnknownNameIsRefused() throws IOException {
        Path directory = TinyModels.directory("qwen2-tied-f32");
        try (CheckpointReader reader = CheckpointReader.open(directory)) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> reader.shape("lm_head.weight"));
            assertTrue(e.getMessage().contains("no tensor lm_head.weight"), e.getMessage());
        }
    }

    @Test
    void aDirectoryWithoutWeightsIsRefused() {
        IOException e = assertThrows(IOException.class, () -> CheckpointReader.open(directory));
        assertEquals(
                directory
                        + " has no model.safetensors and no model.safetensors.index.json: expected"
                        + " a Hugging Face model directory",
                e.getMessage());
    }

    @Test
    void afterAnInterruptedReplacementThePreviousCheckpointIsRead() throws IOException {
        Path previous = Files.createDirectory(directory.resolve(".model.previous"));
        RawSafetensors.write(
                previous.resolve("model.safetensors"),
                "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                new byte[4]);
        try (CheckpointReader reader = CheckpointReader.open(directory.resolve("model"))) {
            assertEquals(Set.of("w"), reader.names());
        }
    }
}
