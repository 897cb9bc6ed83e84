package io.github.luffyrl.rewards.internal.math.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.parse.MathReader;
import io.github.luffyrl.rewards.internal.math.parse.Notation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericTest {

    private static Ball value(String text) {
        Budget budget = new Budget();
        return Numeric.value(
                MathReader.read(text, Notation.LATEX, budget).orElseThrow(),
                new Probe(0, Probe.Domain.COMPLEX),
                budget);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\\sqrt{2}             ~ 1.4142135623730951 ~ 0",
                "\\sqrt{-4}            ~ 0                  ~ 2",
                "e^{i\\pi}             ~ -1                 ~ 0",
                "\\ln(-1)              ~ 0                  ~ 3.141592653589793",
                "\\arctan 1            ~ 0.7853981633974483 ~ 0",
                "\\arcsin\\frac12      ~ 0.5235987755982989 ~ 0",
                "\\cos 60^\\circ       ~ 0.5                ~ 0",
                "\\tanh 0.5            ~ 0.46211715726000975 ~ 0", // (e - 1) / (e + 1)
                "\\left(-\\frac12\\right)! ~ 1.772453850905516 ~ 0", // the root of pi
                "(1+i)^3               ~ -2                 ~ 2",
            })
    void theTrueValueIsWithinTheRadius(String text, double re, double im) {
        Ball ball = value(text);

        assertTrue(ball.radius() < 1e-11, ball.toString());
        assertEquals(re, ball.re(), ball.radius() + 1e-15);
        assertEquals(im, ball.im(), ball.radius() + 1e-15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\frac{1}{0}", "\\frac{1}{\\sqrt2-\\sqrt2}", "\\ln 0", "e^{e^{e^e}}"})
    void undefinedAndOverflowingValuesAreUnknown(String text) {
        assertFalse(value(text).isKnown(), value(text).toString());
    }
}
