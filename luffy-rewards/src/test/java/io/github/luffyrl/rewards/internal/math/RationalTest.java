package io.github.luffyrl.rewards.internal.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RationalTest {

    @Test
    void equalValuesAreEqualHoweverTheyAreWritten() {
        assertEquals(Rational.of(3, 4), Rational.of(6, 8));
        assertEquals(Rational.of(3, 4), Rational.of(-3, -4));
        assertEquals(Rational.of(-3, 4), Rational.of(3, -4));
        assertEquals(Rational.of(0, 1), Rational.of(0, -7));
        assertEquals(Rational.of(3, 4).hashCode(), Rational.of(6, 8).hashCode());
        assertNotEquals(Rational.of(3, 4), Rational.of(4, 3));
    }

    @Test
    void theDenominatorIsPositiveAndTheFractionReduced() {
        Rational value = Rational.of(10, -4);

        assertEquals(BigInteger.valueOf(-5), value.numerator());
        assertEquals(BigInteger.TWO, value.denominator());
    }

    @Test
    void aQuotientIsExact() {
        // (3/4) / (-9/2) = 6 / -36 = -1/6
        Rational reciprocal = Rational.of(-9, 2).reciprocal();
        assertEquals(Rational.of(-1, 6), Rational.of(3, 4).times(reciprocal, new Budget()));
        assertEquals(Rational.of(-3, 4), Rational.of(3, 4).negate());
    }

    @Test
    void divisionByZeroIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> Rational.of(5, 0));
        assertThrows(IllegalArgumentException.class, () -> Rational.of(0, 1).reciprocal());
    }

    @Test
    void integersPrintWithoutDenominator() {
        assertEquals("-5", Rational.of(10, -2).toString());
        assertEquals("3/4", Rational.of(3, 4).toString());
    }
}
