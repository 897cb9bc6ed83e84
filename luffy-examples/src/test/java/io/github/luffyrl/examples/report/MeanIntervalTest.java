package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MeanIntervalTest {

    @Test
    void theIntervalIsStudents() {
        // mean 3, variance (4 + 1 + 0 + 1 + 4) / 4 = 2.5, error sqrt(2.5 / 5), t(4) = 2.776
        MeanInterval interval = MeanInterval.of(1, 2, 3, 4, 5);

        assertEquals(3, interval.mean(), 1e-12);
        assertEquals(2.776 * Math.sqrt(0.5), interval.halfWidth(), 1e-12);
    }

    @Test
    void equalValuesHaveNoWidthAndOneValueHasNone() {
        assertEquals(new MeanInterval(0.5, 0), MeanInterval.of(0.5, 0.5));
        assertEquals(new MeanInterval(0.5, Double.NaN), MeanInterval.of(0.5));
    }

    @Test
    void manyValuesUseTheNormalQuantile() {
        double[] values = new double[100]; // mean 0, variance 100 / 99
        for (int i = 0; i < 100; i++) {
            values[i] = i % 2 == 0 ? 1 : -1;
        }
        assertEquals(
                1.96 * Math.sqrt(100.0 / 99 / 100), MeanInterval.of(values).halfWidth(), 1e-12);
    }

    @Test
    void percentShowsTheWidthIfThereIsOne() {
        assertEquals(" 50.0 +- 12.7", new MeanInterval(0.5, 0.1268).percent());
        assertEquals(" 50.0", MeanInterval.of(0.5).percent());
    }
}
