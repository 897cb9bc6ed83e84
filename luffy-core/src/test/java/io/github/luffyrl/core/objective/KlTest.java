package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KlTest {

    static Stream<KlEstimator> differentiable() {
        return Stream.of(
                KlEstimator.k1(),
                KlEstimator.absolute(),
                KlEstimator.k2(),
                KlEstimator.k3(),
                KlEstimator.K3.unbounded(),
                new KlEstimator.K3(20, 10));
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void theDerivativeIsTheSlopeOfTheValue(KlEstimator estimator) {
        double h = 1e-6;
        for (double d : new double[] {-3, -0.5, -0.01, 0.01, 0.7, 4}) {
            double slope = (estimator.value(d + h) - estimator.value(d - h)) / (2 * h);

            assertEquals(slope, estimator.derivative(d), 1e-7, estimator + " at " + d);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-2, -0.1, 0.1, 3})
    void straightThroughEstimatorsReportOneEstimateAndFollowTheGradientOfTheSquare(double d) {
        assertEquals(d, KlEstimator.k1StraightThrough().value(d));
        assertEquals(d, KlEstimator.k1StraightThrough().derivative(d));
        assertEquals(KlEstimator.k3().value(d), KlEstimator.k3StraightThrough().value(d));
        assertEquals(d, KlEstimator.k3StraightThrough().derivative(d));
    }

    @Test
    void theUnbiasedEstimateWeighsTheLowVarianceOneAndHasItsWholeSlope() {
        KlEstimator estimator = KlEstimator.k3Unbiased();
        double h = 1e-6;
        for (double d : new double[] {-2, -0.1, 0.3, 2}) {
            assertEquals(KlEstimator.k3().value(d), estimator.value(d), 1e-12);
            for (double logRatio : new double[] {-1, 0, 0.5}) {
                double weighted = Math.exp(logRatio) * KlEstimator.k3().value(d);
                assertEquals(weighted, estimator.value(d, logRatio), 1e-12);
                // the policy moves both
                double slope =
                        (estimator.value(d + h, logRatio + h)
                                        - estimator.value(d - h, logRatio - h))
                                / (2 * h);
                assertEquals(slope, estimator.derivative(d, logRatio), 1e-7);
            }
        }
        assertTrue(Double.isFinite(estimator.value(-1000, 1000)));
        assertTrue(Double.isFinite(estimator.derivative(-1000, 1000)));
    }

    @Test
    void theLowVarianceEstimateIsNeverNegative() {
        for (double d = -1e-7; d < 1e-7; d += 1e-9) {
            assertTrue(KlEstimator.k3().value(d) >= 0, "at " + d);
        }
    }

    @Test
    void boundsHoldWithoutGradientWhereTheExponentialWouldOverflow() {
        assertEquals(10, KlEstimator.k3().value(-1000));
        assertEquals(0, KlEstimator.k3().derivative(-1000));
        // -d is clamped to -20: e^-20 + 20 - 1 = 19 and a little, then to 10
        assertEquals(10, new KlEstimator.K3(20, 10).value(30));
        assertEquals(0, new KlEstimator.K3(20, 100).derivative(30));
        assertEquals(19 + Math.exp(-20), new KlEstimator.K3(20, 100).value(30), 1e-14);
    }

    @Test
    void boundsThatAreNotAboveZeroAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new KlEstimator.K3(0, 10));
        assertThrows(IllegalArgumentException.class, () -> new KlEstimator.K3(20, Double.NaN));
    }

    @Test
    void aFixedCoefficientStays() {
        assertEquals(0.05, new KlController.Fixed(0.05).next(100, 1000).coefficient());
    }

    @Test
    void anAdaptiveCoefficientFollowsTheDivergence() {
        KlController controller = new KlController.Adaptive(0.5, 0.1, 100);

        // 0.11 / 0.1 - 1 = 0.1 above the target: 0.5 * (1 + 0.1 * 50 / 100)
        assertEquals(0.525, controller.next(0.11, 50).coefficient(), 1e-15);
        // far above and far below: 20 % at most
        assertEquals(0.55, controller.next(7, 50).coefficient(), 1e-15);
        assertEquals(0.45, controller.next(-7, 50).coefficient(), 1e-15);
    }

    @Test
    void anAdaptiveCoefficientIsNotSpoiledByNan() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new KlController.Adaptive(0.5, 0.1, 100).next(Double.NaN, 1));
    }

    @Test
    void controllersRejectWhatIsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new KlController.Fixed(-1));
        assertThrows(IllegalArgumentException.class, () -> new KlController.Adaptive(1, 0, 100));
        assertThrows(IllegalArgumentException.class, () -> new KlController.Adaptive(1, 0.1, 0));
    }

    @Test
    void theRewardPaysForTheDivergenceOfItsToken() {
        // d = 0.5, 1.5 in the first row, 3 in the second: means 1 and 3, mean of means 2
        double nan = Double.NaN;
        RewardKlPenalty.Penalised got =
                new RewardKlPenalty(KlEstimator.k1())
                        .apply(
                                new double[][] {{0, 1}, {2, nan}, {nan, nan}},
                                new double[][] {{-1, -2}, {-1, nan}, {nan, nan}},
                                new double[][] {{-1.5, -3.5}, {-4, nan}, {nan, nan}},
                                new ResponseMask(
                                        new boolean[][] {
                                            {true, true}, {true, false}, {false, false}
                                        }),
                                0.5);

        assertArrayEquals(new double[][] {{-0.25, 0.25}, {0.5, 0}, {0, 0}}, got.rewards());
        assertEquals(2, got.kl());
    }
}
