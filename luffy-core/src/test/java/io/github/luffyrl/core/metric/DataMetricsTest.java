package io.github.luffyrl.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DataMetricsTest {

    private static final Summary NOTHING = new Summary(Double.NaN, Double.NaN, Double.NaN);

    @Test
    void aStepWithoutRowsIsNaNThroughout() {
        DataMetrics metrics = DataMetrics.of(List.of(), 4, 4);

        assertEquals(NOTHING, metrics.score());
        assertEquals(NOTHING, metrics.advantages());
        assertEquals(NOTHING, metrics.promptLength());
        assertEquals(Double.NaN, metrics.responseClipRatio());
        assertEquals(Double.NaN, metrics.offOnRatio());
    }

    @Test
    void aStepOfDemonstrationsAloneHasNoRatioInsteadOfADivisionError() {
        DataMetrics metrics = DataMetrics.of(List.of(row(1, true), row(0, true)), 4, 2);

        assertEquals(Double.NaN, metrics.offOnRatio());
        assertEquals(new DataMetrics.Kind(Double.NaN, Double.NaN), metrics.onPolicy());
        assertEquals(new DataMetrics.Kind(2, 0.5), metrics.offPolicy());
        assertEquals(1, metrics.responseClipRatio());
        assertEquals(0, metrics.promptClipRatio());
    }

    @Test
    void aStepWithoutDemonstrationsHasARatioOfZero() {
        DataMetrics metrics = DataMetrics.of(List.of(row(1, false)), 4, 2);

        assertEquals(0, metrics.offOnRatio());
        assertEquals(new DataMetrics.Kind(Double.NaN, Double.NaN), metrics.offPolicy());
    }

    @Test
    void rowsWithAdvantagesAndReturnsOfUnequalLengthAreRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new DataMetrics.Row(1, 1, new double[2], new double[3], 1, false));
    }

    @Test
    void aNaNAmongTheNumbersIsReported() {
        assertEquals(NOTHING, Summary.of(DoubleStream.of(1, Double.NaN, 2)));
        assertEquals(new Summary(2, 3, 1), Summary.of(DoubleStream.of(1, 3)));
    }

    private static DataMetrics.Row row(double score, boolean offPolicy) {
        return new DataMetrics.Row(score, score, new double[2], new double[2], 3, offPolicy);
    }
}
