package io.github.luffyrl.djl.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LengthHistogramTest {

    @Test
    void quantilesAreLengthsThatOccur() {
        LengthHistogram lengths = LengthHistogram.of(IntStream.of(30, 10, 40, 20));

        assertEquals(4, lengths.count());
        assertEquals(10, lengths.quantile(0.25));
        assertEquals(20, lengths.quantile(0.5));
        assertEquals(30, lengths.quantile(0.51));
        assertEquals(40, lengths.quantile(1));
    }

    @Test
    void rangesAreRoundAndFewAndBarsAreInProportion() {
        // 95 / 10 - 5 / 10 = 9, so ten ranges of 10 are the finest of at most ten.
        LengthHistogram lengths = LengthHistogram.of(IntStream.of(5, 6, 7, 8, 95));

        List<String> lines = lengths.toString().lines().toList();
        assertEquals(
                "5, shortest 5, median 7, 99 % below or at 95, longest 95 tokens", lines.get(0));
        assertEquals(11, lines.size());
        assertEquals("       0 to      9        4  " + "#".repeat(40), lines.get(1));
        assertEquals("      10 to     19        0", lines.get(2));
        assertEquals("      90 to     99        1  " + "#".repeat(10), lines.get(10));
    }

    @Test
    void oneLengthIsOneRange() {
        assertEquals(2, LengthHistogram.of(IntStream.of(7, 7)).toString().lines().count());
    }

    @Test
    void nothingHasNoQuantile() {
        LengthHistogram none = LengthHistogram.of(IntStream.empty());

        assertEquals("none", none.toString());
        assertThrows(IllegalStateException.class, () -> none.quantile(0.5));
    }
}
