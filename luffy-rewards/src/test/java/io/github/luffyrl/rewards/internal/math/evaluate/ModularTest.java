package io.github.luffyrl.rewards.internal.math.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.parse.MathReader;
import io.github.luffyrl.rewards.internal.math.parse.Notation;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModularTest {

    private static OptionalLong value(String text) {
        Budget budget = new Budget();
        return Modular.value(MathReader.read(text, Notation.LATEX, budget).orElseThrow(), budget);
    }

    @Test
    void theModulusIsPrime() {
        assertTrue(BigInteger.valueOf(Modular.PRIME).isProbablePrime(50));
    }

    @Test
    void powersAreThoseOfIntegerArithmetic() {
        BigInteger prime = BigInteger.valueOf(Modular.PRIME);
        for (int base = 2; base < 50; base++) {
            for (int exponent = 61; exponent < 200; exponent += 23) {
                long expected = BigInteger.valueOf(base).pow(exponent).mod(prime).longValue();
                assertEquals(OptionalLong.of(expected), value(base + "^{" + exponent + "}"));
            }
        }
    }

    @Test
    void equalRationalFunctionsHaveEqualResidues() {
        assertEquals(value("x^2-y^2"), value("(x-y)(x+y)"));
        assertEquals(value("\\frac{x+1}{x-1}"), value("1+\\frac{2}{x-1}"));
    }

    @Test
    void differencesBelowTheReachOfDoublesAreSeen() {
        assertNotEquals(value("10^{20}+x"), value("10^{20}+x+1"));
    }

    @Test
    void whatIsNoRationalFunctionHasNoResidue() {
        assertEquals(OptionalLong.empty(), value("\\sqrt{x}"));
        assertEquals(OptionalLong.empty(), value("\\frac{1}{x-x}"));
    }
}
