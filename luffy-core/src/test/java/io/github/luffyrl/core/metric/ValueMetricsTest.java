package io.github.luffyrl.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ValueMetricsTest {

    @Test
    void theExplainedVarianceComparesErrorsWithReturns() {
        // var(0, 2) = 2; errors 0 and 1: var = 0.5; 1 - 0.5 / 2.00001
        ValueMetrics metrics = ValueMetrics.of(new double[] {0, 2}, new double[] {0, 1});

        assertEquals(1 - 0.5 / 2.00001, metrics.explainedVariance(), 1e-15);
        assertEquals(0.5, metrics.mean());
        assertEquals(1, metrics.max());
        assertEquals(0, metrics.min());
    }

    @Test
    void noTokensHaveNoFigures() {
        ValueMetrics metrics = ValueMetrics.of(new double[0], new double[0]);

        assertEquals(new ValueMetrics(Double.NaN, Double.NaN, Double.NaN, Double.NaN), metrics);
    }

    @Test
    void aSingleTokenExplainsNothing() {
        assertEquals(
                Double.NaN,
                ValueMetrics.of(new double[] {1}, new double[] {1}).explainedVariance());
    }

    @Test
    void unequalLengthsAreRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ValueMetrics.of(new double[2], new double[1]));
    }
}
