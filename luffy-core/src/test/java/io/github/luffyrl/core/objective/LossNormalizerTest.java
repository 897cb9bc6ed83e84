package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossNormalizerTest {

    /** 12 tokens in 3 of 4 rows. */
    private static final RowCounts COUNTS = new RowCounts(12, 4, 3);

    @Test
    void theWeightOfATokenIsOneOverWhatTheSumIsDividedBy() {
        assertEquals(1.0 / 12, LossNormalizer.tokenMean().weight(6, COUNTS));
        assertEquals(1.0 / 8192, LossNormalizer.fixedLength(8192).weight(6, COUNTS));
        assertEquals(1.0 / (4 * 3000), LossNormalizer.fixedLengthPerRow(3000).weight(6, COUNTS));
        assertEquals(1.0 / 3, LossNormalizer.rowSum().weight(6, COUNTS));
        assertEquals(1.0 / (6 * 4), LossNormalizer.rowMean().weight(6, COUNTS));
        assertEquals(1.0 / (6 * 3), LossNormalizer.nonEmptyRowMean().weight(6, COUNTS), 1e-9);
    }

    @Test
    void lossesAreSummedUpByTheWeightsOfTheirRows() {
        // Rows of 2, 1 and 0 tokens: sums 5 and 6.
        double[][] losses = {{2, 3}, {6, Double.NaN}, {Double.NaN, Double.NaN}};
        boolean[][] mask = {{true, true}, {true, false}, {false, false}};

        assertEquals(11.0 / 3, LossNormalizer.tokenMean().aggregate(losses, mask), 1e-15);
        assertEquals(11.0 / 10, LossNormalizer.fixedLength(10).aggregate(losses, mask), 1e-15);
        assertEquals(
                11.0 / 30, LossNormalizer.fixedLengthPerRow(10).aggregate(losses, mask), 1e-15);
        assertEquals(11.0 / 2, LossNormalizer.rowSum().aggregate(losses, mask), 1e-15);
        assertEquals(8.5 / 3, LossNormalizer.rowMean().aggregate(losses, mask), 1e-15);
        assertEquals(8.5 / 2, LossNormalizer.nonEmptyRowMean().aggregate(losses, mask), 1e-7);
    }

    @Test
    void countsBeyondTheRangeOfIntAreKept() {
        RowCounts many = new RowCounts(5_000_000_000L, 8, 8);

        assertEquals(1 / 5e9, LossNormalizer.tokenMean().weight(1, many));
    }

    @Test
    void countsThatContradictEachOtherAreRejected() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new RowCounts(1, 4, 3));

        assertEquals("1 tokens in 3 non-empty rows of 4", error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aLengthThatIsNotPositiveIsRejectedByItsValue(double length) {
        for (IllegalArgumentException error :
                new IllegalArgumentException[] {
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> LossNormalizer.fixedLength(length)),
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> LossNormalizer.fixedLengthPerRow(length))
                }) {
            assertTrue(error.getMessage().contains("length = " + length), error.getMessage());
        }
    }
}
