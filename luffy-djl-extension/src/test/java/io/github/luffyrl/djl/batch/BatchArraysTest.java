package io.github.luffyrl.djl.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.core.problem.Tokens;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchArraysTest {

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void columnTBelongsToThePredictionOfTokenTPlusOne() {
        TokenRow onPolicy =
                new TokenRow(
                        Tokens.of(5, 6, 7, 1),
                        new boolean[] {false, false, true, true},
                        new boolean[4],
                        new float[] {0, 0, 0.5f, 0.5f},
                        new float[] {0, 0, -1, -2});
        TokenRow demonstration =
                new TokenRow(
                        Tokens.of(8, 1),
                        new boolean[] {false, true},
                        new boolean[] {false, true},
                        new float[] {0, -0.25f},
                        new float[2]);

        BatchArrays batch = BatchArrays.of(manager, List.of(onPolicy, demonstration), 9, 4, 0.75f);

        Shape shape = new Shape(2, 3);
        NDArray inputs = BatchLayout.require(batch.data(), BatchLayout.INPUT_IDS);
        assertEquals(shape, inputs.getShape());
        assertArrayEquals(new long[] {5, 6, 7, 8, 0, 0}, inputs.toLongArray());
        assertArrayEquals(
                new long[] {6, 7, 1, 1, 0, 0}, label(batch, BatchLayout.TARGETS).toLongArray());
        assertFloats(batch, BatchLayout.MASK, 0, 1, 1, 1, 0, 0);
        assertFloats(batch, BatchLayout.OFF_POLICY, 0, 0, 0, 1, 0, 0);
        assertFloats(batch, BatchLayout.ADVANTAGES, 0, 0.5f, 0.5f, -0.25f, 0, 0);
        assertFloats(batch, BatchLayout.OLD_LOG_PROBS, 0, -1, -2, 0, 0, 0);
        assertArrayEquals(
                new long[] {9, 4, 4, 0, 0, 0},
                label(batch, BatchLayout.COUNTS_BY_GUIDANCE).toLongArray());
        assertEquals(0.75f, TokenScores.temperature(batch.labels()));
    }

    @Test
    void aRowNeedsTwoTokensAndArraysOfOneLength() {
        assertThrows(
                IllegalArgumentException.class,
                () -> TokenRow.supervised(Tokens.of(1), new boolean[1]));
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> TokenRow.supervised(Tokens.of(1, 2, 3), new boolean[2]));
        assertTrue(e.getMessage().contains("3, 2, 3"), e.getMessage());
    }

    @Test
    void anArrayThatIsNotThereIsNamedAlongWithThoseThatAre() {
        NDList labels =
                new NDList(BatchLayout.named(BatchLayout.MASK, manager.zeros(new Shape(2, 3))));
        assertNull(BatchLayout.find(labels, BatchLayout.TARGETS));
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> BatchLayout.require(labels, BatchLayout.TARGETS));
        assertTrue(e.getMessage().contains("\"targets\""), e.getMessage());
        assertTrue(e.getMessage().contains("mask(2, 3)"), e.getMessage());
    }

    @Test
    void scoresOfLogitsAreLogSoftmaxAndEntropy() {
        // weights 1, 3 at temperature 1; 1, 9 at temperature 1/2
        NDArray logits = manager.create(new float[] {0, (float) Math.log(3)}, new Shape(1, 1, 2));
        NDArray targets = manager.zeros(new Shape(1, 1), DataType.INT64);
        assertScores(TokenScores.of(logits, targets, 1), 0.25, 0.75);
        assertScores(TokenScores.of(logits, targets, 0.5f), 0.1, 0.9);
    }

    private static void assertScores(TokenScores scores, double target, double other) {
        assertEquals(new Shape(1, 1), scores.logProbs().getShape());
        assertEquals(Math.log(target), scores.logProbs().getFloat(0, 0), 1e-6);
        double entropy = -target * Math.log(target) - other * Math.log(other);
        assertEquals(entropy, scores.entropy().getFloat(0, 0), 1e-6);
    }

    @Test
    void logitsOfAnotherShapeThanTheTargetsAreRefused() {
        NDList labels =
                new NDList(
                        BatchLayout.named(
                                BatchLayout.TARGETS,
                                manager.zeros(new Shape(2, 3), DataType.INT64)));
        for (Shape shape : List.of(new Shape(2, 4, 5), new Shape(2, 3), new Shape(3, 2, 5))) {
            NDList predictions = new NDList(manager.zeros(shape));
            Exception e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> TokenScores.of(labels, predictions));
            assertTrue(e.getMessage().contains(shape.toString()), e.getMessage());
        }
    }

    private static NDArray label(BatchArrays batch, String name) {
        return BatchLayout.require(batch.labels(), name);
    }

    private static void assertFloats(BatchArrays batch, String name, float... expected) {
        assertEquals(new Shape(2, 3), label(batch, name).getShape());
        assertArrayEquals(expected, label(batch, name).toFloatArray(), name);
    }
}
