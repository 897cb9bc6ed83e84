package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossNormalizerTest {

    @Test
    void tokenMeanDividesByTheNumberOfTokens() {
        assertEquals(300, LossNormalizer.tokenMean().divisor(300, 8));
    }

    @Test
    void fixedLengthDividesByTheLengthAlone() {
        assertEquals(8192, LossNormalizer.fixedLength(8192).divisor(300, 8));
    }

    @Test
    void fixedLengthPerRowDividesByTheLengthOfAllRows() {
        assertEquals(8 * 3000, LossNormalizer.fixedLengthPerRow(3000).divisor(300, 8));
    }

    @Test
    void countsBeyondTheRangeOfIntAreKept() {
        assertEquals(5e9, LossNormalizer.tokenMean().divisor(5_000_000_000L, 8));
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
