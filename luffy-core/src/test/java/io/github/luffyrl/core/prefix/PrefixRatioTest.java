package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixRatioTest {

    private static final UniformDraws HALF = () -> 0.5;
    private static final UniformDraws NO_DRAWS =
            () -> {
                throw new AssertionError("nothing is drawn");
            };

    @Test
    void everyRatioStaysWithinItsRangeAtAnyStep() {
        List<PrefixRatio> all =
                List.of(
                        new PrefixRatio.Uniform(0.2, 1),
                        new PrefixRatio.LinearMax(0.8, 30),
                        new PrefixRatio.ReverseLinear(0.8, 30),
                        new PrefixRatio.Spaced(0.1, 0.7),
                        new PrefixRatio.Linear(1, 30),
                        new PrefixRatio.Shared(new PrefixRatio.LinearMax(1, 30)));
        UniformDraws draws = Seeded.draws(7);
        for (PrefixRatio ratio : all) {
            for (long step = 0; step < 40; step++) {
                double[] ratios = ratio.ratios(5, step, draws);
                assertEquals(5, ratios.length);
                assertTrue(
                        Arrays.stream(ratios).allMatch(r -> 0 <= r && r <= 1),
                        () -> ratio + " gave " + Arrays.toString(ratios));
            }
        }
    }

    @Test
    void uniformRatiosFillTheirRangeEvenly() {
        double[] ratios = new PrefixRatio.Uniform(0.2, 0.6).ratios(10_000, 0, Seeded.draws(1));

        // A tenth of the range holds 1000 of 10000 draws, give or take 5 standard deviations (30).
        for (int tenth = 0; tenth < 10; tenth++) {
            double low = 0.2 + 0.04 * tenth;
            double inside = Arrays.stream(ratios).filter(r -> low <= r && r < low + 0.04).count();
            assertEquals(1000, inside, 150, "from " + low);
        }
    }

    // 300 steps: a window is 30 steps long, and step 30 still belongs to the first. A draw of 0.5
    // is half the bound: 0.5 * (10 - w) * 0.8 / 10 and 0.5 * (w + 1) * 0.8 / 10.
    @ParameterizedTest
    @CsvSource({
        "0, 0.4, 0.04",
        "30, 0.4, 0.04",
        "31, 0.36, 0.08",
        "60, 0.36, 0.08",
        "61, 0.32, 0.12",
        "270, 0.08, 0.36",
        "271, 0.04, 0.4",
        "300, 0.04, 0.4",
        "301, 0.04, 0.4",
        "100000, 0.04, 0.4"
    })
    void aBoundaryBelongsToTheEarlierWindow(long step, double falling, double growing) {
        assertEquals(falling, new PrefixRatio.LinearMax(0.8, 300).ratios(1, step, HALF)[0], 1e-12);
        assertEquals(
                growing, new PrefixRatio.ReverseLinear(0.8, 300).ratios(1, step, HALF)[0], 1e-12);
    }

    @Test
    void windowsNeedNotBeWholeSteps() {
        // 5 steps: windows of half a step; step 1 = boundary of the 2nd, step 2 of the 4th.
        PrefixRatio ratio = new PrefixRatio.LinearMax(1, 5);

        assertEquals(0.5 * 1.0, ratio.ratios(1, 0, HALF)[0], 1e-12);
        assertEquals(0.5 * 0.9, ratio.ratios(1, 1, HALF)[0], 1e-12);
        assertEquals(0.5 * 0.7, ratio.ratios(1, 2, HALF)[0], 1e-12);
    }

    @Test
    void spacedRatiosReachBothEnds() {
        // 0.25 + j * 0.5 / 2
        assertArrayEquals(
                new double[] {0.25, 0.5, 0.75},
                new PrefixRatio.Spaced(0.25, 0.75).ratios(3, 9, NO_DRAWS));
    }

    @Test
    void aLoneSpacedRowGetsTheMinimum() {
        assertArrayEquals(
                new double[] {0.25}, new PrefixRatio.Spaced(0.25, 0.75).ratios(1, 9, NO_DRAWS));
    }

    @Test
    void theLinearRatioFallsToZeroAndStaysThere() {
        PrefixRatio ratio = new PrefixRatio.Linear(0.8, 4);

        assertArrayEquals(new double[] {0.8, 0.8}, ratio.ratios(2, 0, NO_DRAWS));
        assertArrayEquals(new double[] {0.4, 0.4}, ratio.ratios(2, 2, NO_DRAWS));
        assertArrayEquals(new double[] {0, 0}, ratio.ratios(2, 4, NO_DRAWS));
        assertArrayEquals(new double[] {0, 0}, ratio.ratios(2, 5, NO_DRAWS));
    }

    @Test
    void aSharedRatioIsDrawnOnce() {
        UniformDraws draws = Seeded.draws(3);
        double first = Seeded.draws(3).next();

        double[] ratios = new PrefixRatio.Shared(new PrefixRatio.Uniform(0, 1)).ratios(3, 0, draws);

        assertArrayEquals(new double[] {first, first, first}, ratios);
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 0.5", "0.6, 0.5", "0.5, 1.1", "NaN, 0.5", "0.5, NaN"})
    void rangesOutsideZeroToOneAreRejectedByTheirValues(double min, double max) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class, () -> new PrefixRatio.Uniform(min, max));

        assertEquals(
                "prefix ratios need 0 <= min <= max <= 1, got min = " + min + " and max = " + max,
                error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new PrefixRatio.Spaced(min, max));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aScheduleWithoutStepsIsRejected(long steps) {
        assertThrows(IllegalArgumentException.class, () -> new PrefixRatio.LinearMax(0.8, steps));
        assertThrows(
                IllegalArgumentException.class, () -> new PrefixRatio.ReverseLinear(0.8, steps));
        assertThrows(IllegalArgumentException.class, () -> new PrefixRatio.Linear(0.8, steps));
    }
}
