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

    /** As printed in tables of Student's distribution, such as NIST's, upper 2.5 %. */
    @Test
    void quantilesAreThePublishedOnes() {
        assertEquals(12.706, MeanInterval.quantile(1), 5e-4);
        assertEquals(2.776, MeanInterval.quantile(4), 5e-4);
        assertEquals(2.042, MeanInterval.quantile(30), 5e-4);
        assertEquals(2.040, MeanInterval.quantile(31), 5e-4);
        assertEquals(2.021, MeanInterval.quantile(40), 5e-4);
        assertEquals(2.000, MeanInterval.quantile(60), 5e-4);
        assertEquals(1.984, MeanInterval.quantile(100), 5e-4);
        assertEquals(1.960, MeanInterval.quantile(1_000_000), 5e-4);
    }

    @Test
    void manyValuesHaveTheirQuantile() {
        double[] values = new double[101]; // 51 times 1 and 50 times -1
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 2 == 0 ? 1 : -1;
        }
        double mean = 1.0 / 101;
        double variance = (101 - 101 * mean * mean) / 100;
        assertEquals(1.984 * Math.sqrt(variance / 101), MeanInterval.of(values).halfWidth(), 1e-4);
    }

    @Test
    void percentShowsTheWidthIfThereIsOne() {
        assertEquals(" 50.0 +- 12.7", new MeanInterval(0.5, 0.1268).percent());
        assertEquals(" 50.0", MeanInterval.of(0.5).percent());
    }
}
