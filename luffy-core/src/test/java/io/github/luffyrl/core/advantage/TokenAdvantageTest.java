package io.github.luffyrl.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.rollout.ResponseMask;
import org.junit.jupiter.api.Test;

/** Estimators that give each token its own advantage. */
class TokenAdvantageTest {

    private static final double NAN = Double.NaN;
    private static final ResponseMask TWO_OF_THREE =
            new ResponseMask(new boolean[][] {{true, true, false}});
    private static final ResponseMask TWO_ROWS =
            new ResponseMask(new boolean[][] {{true, true}, {true, false}});

    @Test
    void gaeMixesOneStepErrorsFromRightToLeft() {
        // delta[1] = 1 - 0.5 = 0.5; delta[0] = 0 + 0.5 * 0.5 - 0.25 = 0
        // A[1] = 0.5; A[0] = 0 + 0.5 * 0.5 * 0.5 = 0.125
        TokenAdvantages got =
                new GeneralizedAdvantage(0.5, 0.5)
                        .estimate(
                                new double[][] {{0, 1, 0}},
                                new double[][] {{0.25, 0.5, 0}},
                                TWO_OF_THREE);

        assertArrayEquals(new double[][] {{0.125, 0.5, 0}}, got.advantages());
        assertArrayEquals(new double[][] {{0.375, 1, 0}}, got.returns());
    }

    @Test
    void gaeWithoutDiscountIsTheRewardToComeLessTheValue() {
        TokenAdvantages got =
                new GeneralizedAdvantage(1, 1)
                        .estimate(
                                new double[][] {{0, 1, 0}},
                                new double[][] {{0.25, 0.5, 0}},
                                TWO_OF_THREE);

        assertArrayEquals(new double[][] {{0.75, 0.5, 0}}, got.advantages());
        assertArrayEquals(new double[][] {{1, 1, 0}}, got.returns());
    }

    @Test
    void gaeDoesNotReadPadding() {
        GeneralizedAdvantage gae = new GeneralizedAdvantage(0.9, 0.8);

        TokenAdvantages clean =
                gae.estimate(
                        new double[][] {{0, 1, 0}}, new double[][] {{0.25, 0.5, 0}}, TWO_OF_THREE);
        TokenAdvantages dirty =
                gae.estimate(
                        new double[][] {{0, 1, NAN}},
                        new double[][] {{0.25, 0.5, NAN}},
                        TWO_OF_THREE);

        assertArrayEquals(clean.advantages(), dirty.advantages());
        assertArrayEquals(clean.returns(), dirty.returns());
    }

    @Test
    void theBareRecursionReadsPadding() {
        // delta[1] = 0 + 4 - 1 = 3 because the padded position has value 4
        TokenAdvantages got =
                new GeneralizedAdvantage(1, 0)
                        .recursion(new double[][] {{0, 0}}, new double[][] {{1, 4}});

        assertArrayEquals(new double[][] {{3, -4}}, got.advantages());
    }

    @Test
    void discountsOutsideZeroToOneAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new GeneralizedAdvantage(1.1, 1));
        assertThrows(IllegalArgumentException.class, () -> new GeneralizedAdvantage(1, -0.1));
        assertThrows(IllegalArgumentException.class, () -> new ReinforcePlusPlus(NAN));
    }

    @Test
    void reinforcePlusPlusWhitensTheRewardsToCome() {
        // returns 0.5, 1 and -1.5; mean 0; variance (0.25 + 1 + 2.25) / 2 = 1.75
        double deviation = Math.sqrt(1.75 + 1e-8);

        TokenAdvantages got =
                new ReinforcePlusPlus(0.5).estimate(new double[][] {{0, 1}, {-1.5, NAN}}, TWO_ROWS);

        assertArrayEquals(new double[][] {{0.5, 1}, {-1.5, 0}}, got.returns());
        assertArrayEquals(
                new double[] {0.5 / deviation, 1 / deviation}, got.advantages()[0], 1e-15);
        assertArrayEquals(new double[] {-1.5 / deviation, 0}, got.advantages()[1], 1e-15);
    }

    @Test
    void whiteningMeasuresTheMaskOnly() {
        // 1, 2, 6: mean 3, variance (4 + 1 + 9) / 2 = 7
        Whitening whitening = Whitening.fit(new double[][] {{1, 2}, {6, NAN}}, TWO_ROWS);

        assertEquals(new Whitening(3, 7), whitening);
        assertEquals(3 / Math.sqrt(7 + 1e-8), whitening.apply(6), 1e-15);
        assertEquals(3 / Math.sqrt(7 + 1e-8) + 3, whitening.applyKeepingMean(6), 1e-15);
    }

    @Test
    void oneTokenHasNoVariance() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Whitening.fit(
                                new double[][] {{1, 2}},
                                new ResponseMask(new boolean[][] {{true, false}})));
    }

    @Test
    void equalNumbersAreWhitenedToExactlyNothing() {
        double[][] values = {{0.1, 0.1}, {0.1, NAN}};

        Whitening whitening = Whitening.fit(values, TWO_ROWS);

        assertEquals(new Whitening(0.1, 0), whitening);
        assertEquals(0, whitening.apply(0.1));
    }
}
