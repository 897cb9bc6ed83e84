package io.github.luffyrl.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.metric.SampledAccuracy.Estimate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampledAccuracyTest {

    @Test
    void passAtKIsOneMinusTheShareOfDrawsThatAllFail() {
        // 5 samples, 2 solved: of the 10 pairs 3 hold failures alone, of the 10 triples 1
        SampledProblem problem = new SampledProblem(5, 2);
        assertEquals(0.4, problem.passAt(1), 1e-15);
        assertEquals(0.7, problem.passAt(2), 1e-15);
        assertEquals(0.9, problem.passAt(3), 1e-15);
        assertEquals(1, problem.passAt(4));
        assertEquals(0, new SampledProblem(5, 0).passAt(5));
        assertEquals(1, new SampledProblem(5, 5).passAt(1));
    }

    @Test
    void passAtKAgreesWithBinomialsOfAnySize() {
        for (int[] nck : new int[][] {{1000, 3, 100}, {2048, 1, 2048}, {4096, 100, 64}}) {
            BigDecimal fail =
                    new BigDecimal(binomial(nck[0] - nck[1], nck[2]))
                            .divide(
                                    new BigDecimal(binomial(nck[0], nck[2])),
                                    MathContext.DECIMAL64);
            assertEquals(
                    BigDecimal.ONE.subtract(fail).doubleValue(),
                    new SampledProblem(nck[0], nck[1]).passAt(nck[2]),
                    1e-12);
        }
    }

    private static BigInteger binomial(int n, int k) {
        BigInteger result = k > n ? BigInteger.ZERO : BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            result = result.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        }
        return result;
    }

    @Test
    void theEstimateOfPassAtKIsUnbiased() {
        // solved with probability 0.2 each, at least one of 4: 1 - 0.8^4 = 0.5904
        SplittableRandom random = new SplittableRandom(7);
        double sum = 0;
        int runs = 20_000;
        for (int run = 0; run < runs; run++) {
            int solved = (int) IntStream.range(0, 8).filter(i -> random.nextDouble() < 0.2).count();
            sum += new SampledProblem(8, solved).passAt(4);
        }
        // a value in [0, 1] has a standard deviation of 0.5 at most: 5 / sqrt(20,000) * 0.5 = 0.018
        assertEquals(0.5904, sum / runs, 0.018);
    }

    @Test
    void everyProblemCountsTheSame() {
        SampledAccuracy accuracy =
                new SampledAccuracy(List.of(new SampledProblem(4, 1), new SampledProblem(2, 2)));
        assertEquals(0.625, accuracy.average().value());
        // 1 - C(3,2) / C(4,2) = 0.5, and 1
        assertEquals(0.75, accuracy.passAt(2).value(), 1e-15);
    }

    @Test
    void oneSampleEachHasWilsonsInterval() {
        SampledAccuracy accuracy =
                new SampledAccuracy(
                        IntStream.range(0, 10)
                                .mapToObj(i -> new SampledProblem(1, i == 3 ? 0 : 1))
                                .toList());
        // 9 of 10: centre (9 + 1.92073) / 13.84146 = .78899; half width
        // 1.95996 * sqrt(.9 * .1 * 10 + .96037) / 13.84146 = .14160 * 1.36395 = .19314.
        assertEquals(0.9, accuracy.average().value(), 1e-15);
        assertEquals(0.59585, accuracy.average().interval().low(), 5e-5);
        assertEquals(0.98213, accuracy.average().interval().high(), 5e-5);
    }

    @Test
    void severalSamplesHaveAnIntervalOverTheProblems() {
        // 100 problems of each kind: standard deviation of a problem's rate 0.25, of the mean
        // 0.25 / sqrt(200) = 0.01768, 95 % within 1.96 of them: 0.0346
        SampledAccuracy accuracy =
                new SampledAccuracy(
                        IntStream.range(0, 200)
                                .mapToObj(i -> new SampledProblem(4, i % 2 == 0 ? 1 : 3))
                                .toList());
        Estimate average = accuracy.average();
        assertEquals(0.5, average.value());
        assertEquals(0.5 - 0.0346, average.interval().low(), 0.003);
        assertEquals(0.5 + 0.0346, average.interval().high(), 0.003);
        assertEquals(average, accuracy.average(), "the same draws always");
    }

    @Test
    void equalProblemsAreNoCertainty() {
        SampledAccuracy accuracy =
                new SampledAccuracy(List.of(new SampledProblem(4, 1), new SampledProblem(4, 1)));
        Interval interval = accuracy.average().interval();
        assertTrue(interval.low() < 0.25 && interval.high() > 0.25, interval.toString());
        // 0 of 2: up to 3.84146 / 5.84146
        assertEquals(
                new Interval(0, 3.84146 / 5.84146).high(),
                new SampledAccuracy(List.of(new SampledProblem(8, 0), new SampledProblem(8, 0)))
                        .passAt(8)
                        .interval()
                        .high(),
                1e-5);
    }

    @Test
    void impossibleCountsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new SampledProblem(2, 3));
        assertThrows(IllegalArgumentException.class, () -> new SampledProblem(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new SampledProblem(2, 1).passAt(3));
        assertThrows(IllegalArgumentException.class, () -> new SampledProblem(2, 1).passAt(0));
        assertThrows(IllegalArgumentException.class, () -> new SampledAccuracy(List.of()));
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(3, 2));
        assertThrows(IllegalArgumentException.class, () -> Interval.wilson(Double.NaN, 2));
        assertThrows(IllegalArgumentException.class, () -> Interval.bootstrap(new double[0], 1));
    }
}
