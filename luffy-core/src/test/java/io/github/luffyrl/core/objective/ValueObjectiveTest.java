package io.github.luffyrl.core.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueObjectiveTest {

    @ParameterizedTest
    @CsvSource({
        // value, return, loss, gradient, clipped; the old value is 1, the clip 0.5
        "1.25, 2, 0.28125, -0.75, 0", // inside: 0.5 * 0.75^2
        "1.75, 2, 0.125, 0, 1", // clamped to 1.5: 0.5 * 0.5^2 > 0.5 * 0.25^2
        "0.25, 2, 1.53125, -1.75, 0", // clamped to 0.5, which is nearer: no gain
    })
    void theLargerErrorCounts(
            double value, double goal, double loss, double gradient, double clipped) {
        ValueObjective.Evaluation got =
                new ValueObjective(0.5, LossNormalizer.tokenMean())
                        .evaluate(
                                new double[][] {{value, Double.NaN}},
                                new double[][] {{1, Double.NaN}},
                                new double[][] {{goal, Double.NaN}},
                                new boolean[][] {{true, false}});

        assertEquals(loss, got.loss());
        assertEquals(gradient, got.gradient()[0][0]);
        assertEquals(0, got.gradient()[0][1]);
        assertEquals(clipped, got.clipFraction());
    }
}
