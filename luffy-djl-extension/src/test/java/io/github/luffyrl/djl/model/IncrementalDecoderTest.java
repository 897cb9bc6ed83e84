package io.github.luffyrl.djl.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.djl.TinyLanguage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IncrementalDecoderTest {

    private static final float ROUNDING = 1e-4f;

    private static Model model;
    private static NDManager manager;

    @BeforeAll
    static void makeModel() {
        model = TinyLanguage.model(1);
        manager = model.getNDManager().newSubManager();
    }

    @AfterAll
    static void closeModel() {
        model.close();
    }

    /** The model itself, with a cache; and as a Block of which nothing else is known. */
    static Stream<Block> blocks() {
        return Stream.of(model.getBlock(), new SequentialBlock().add(model.getBlock()));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void howTheTokensCameDoesNotMatter(Block block) {
        int[] row = new Random(2).ints(40, 2, 16).toArray();
        float[] expected = logits(block, row);
        try (IncrementalDecoder reader = open(block, 3)) {
            Tokens none = Tokens.NONE;
            reader.read(List.of(part(row, 0, 7), none, part(row, 0, 1)));
            reader.read(List.of(none, none, part(row, 1, 39)));
            reader.read(List.of(part(row, 7, 39), part(row, 0, 39), none));
            float[] got = next(reader, row[39], row[39], row[39]);
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(expected, Arrays.copyOfRange(got, 16 * i, 16 * i + 16), ROUNDING);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void rowsAreMultipliedAndLeftOut(Block block) {
        try (IncrementalDecoder reader = open(block, 2)) {
            reader.read(List.of(Tokens.of(5, 6), Tokens.of(7)));
            reader.selectRows(new int[] {1, 0, 1, 0});
            next(reader, 2, 3, 4, 5);
            reader.selectRows(new int[] {3, 0});
            float[] got = next(reader, 8, 9);
            assertArrayEquals(logits(block, 5, 6, 5, 8), Arrays.copyOfRange(got, 0, 16), ROUNDING);
            assertArrayEquals(logits(block, 7, 2, 9), Arrays.copyOfRange(got, 16, 32), ROUNDING);
        }
    }

    @Test
    void theCacheGivesTheLogitsOfTheWholeForward() {
        int[] row = new Random(4).ints(120, 2, 16).toArray(); // beyond what it first has room for
        Block plain = new SequentialBlock().add(model.getBlock());
        try (IncrementalDecoder reader = open(model.getBlock(), 1)) {
            for (int t = 0; t < row.length; t++) {
                float[] got = next(reader, row[t]);
                if (t % 17 == 0 || t == row.length - 1) {
                    assertArrayEquals(logits(plain, Arrays.copyOf(row, t + 1)), got, ROUNDING);
                }
            }
        }
    }

    @Test
    void longRowsAreReadInPieces() {
        int[] row = new Random(5).ints(700, 2, 16).toArray();
        try (Model large = TinyLanguage.model(2, 700)) {
            Block plain = new SequentialBlock().add(large.getBlock());
            assertArrayEquals(logits(plain, row), logits(large.getBlock(), row), ROUNDING);
        }
    }

    @Test
    void aRowBeyondTheModelsPositionsIsRefused() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> logits(model.getBlock(), new int[129]));
        assertTrue(e.getMessage().contains("129 tokens"), e.getMessage());
    }

    @Test
    void readingRecordsNoGradientEvenWhileOneIsCollected() {
        blocks().forEach(
                        block -> {
                            try (IncrementalDecoder reader = open(block, 1);
                                    GradientCollector collector =
                                            manager.getEngine().newGradientCollector()) {
                                NDArray sum = reader.next(new int[] {3}).sum();
                                assertThrows(EngineException.class, () -> collector.backward(sum));
                                assertTrue(JniUtils.isGradMode());
                            }
                        });
    }

    @Test
    void aBlockWithoutLogitsIsNamedByItsShape() {
        try (IncrementalDecoder reader = open(Blocks.identityBlock(), 1)) {
            Exception e =
                    assertThrows(IllegalArgumentException.class, () -> reader.next(new int[] {3}));
            assertTrue(e.getMessage().contains("to shape (1, 1)"), e.getMessage());
        }
    }

    @Test
    void aRowNeedsKeysValuesAndLogits() {
        // 2 layers of 2 heads of 4 numbers, keys and values: 32 numbers a token; 3 x 16 of logits
        assertEquals(4 * (10 * 32 + 48), IncrementalDecoder.bytesPerRow(model.getBlock(), 10));
    }

    private static float[] logits(Block block, int... row) {
        try (IncrementalDecoder reader = open(block, 1)) {
            reader.read(List.of(part(row, 0, row.length - 1)));
            return next(reader, row[row.length - 1]);
        }
    }

    private static float[] next(IncrementalDecoder reader, int... tokens) {
        try (NDArray logits = reader.next(tokens)) {
            return logits.toFloatArray();
        }
    }

    private static IncrementalDecoder open(Block block, int rows) {
        return IncrementalDecoder.open(block, manager, new ParameterStore(manager, false), rows);
    }

    private static Tokens part(int[] row, int from, int to) {
        return Tokens.of(row).slice(from, to);
    }
}
