package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipRangeTest {

    @ParameterizedTest
    @CsvSource({"0.5, 0.75", "0.75, 0.75", "1, 1", "1.25, 1.25", "3, 1.25", "Infinity, 1.25"})
    void aRatioIsMovedIntoTheSymmetricRange(double ratio, double clamped) {
        assertEquals(clamped, ClipRange.symmetric(0.25).clamp(ratio));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.8", "1.25, 1.25", "2, 1.28"})
    void theRangeMayReachFurtherUp(double ratio, double clamped) {
        assertEquals(clamped, new ClipRange(0.8, 1.28).clamp(ratio));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "1e300", "Infinity"})
    void noneLeavesEveryRatioAlone(double ratio) {
        assertEquals(ratio, ClipRange.none().clamp(ratio));
    }

    @Test
    void aRangeOfTheRatioOneAloneIsAllowed() {
        assertEquals(1, ClipRange.symmetric(0).clamp(1.5));
    }

    @ParameterizedTest
    @CsvSource({"1.1, 1.2", "0.8, 0.9", "1.2, 0.8", "NaN, 1.2", "0.8, NaN"})
    void aRangeWithoutTheRatioOneIsRejected(double low, double high) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new ClipRange(low, high));

        assertEquals(
                "the clip range [" + low + ", " + high + "] does not hold the ratio 1",
                error.getMessage());
    }
}
