package io.github.luffyrl.rewards.math;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact fraction in lowest terms, so that equal values are {@code equals}.
 *
 * @param numerator carries the sign
 * @param denominator above 0
 */
public record Rational(BigInteger numerator, BigInteger denominator) {

    /** Reduces the fraction and rejects a denominator of 0. */
    public Rational {
        if (denominator.signum() == 0) {
            throw new IllegalArgumentException(numerator + "/0 is not a number");
        }
        BigInteger divisor = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            divisor = divisor.negate();
        }
        numerator = numerator.divide(divisor);
        denominator = denominator.divide(divisor);
    }

    /**
     * Returns a quotient of integers.
     *
     * @param numerator any
     * @param denominator any but 0
     * @return the quotient
     */
    public static Rational of(long numerator, long denominator) {
        return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    /**
     * Returns the exact value of a decimal number.
     *
     * @param value written without an exponent, so that its scale is not negative
     * @return the value
     */
    static Rational of(BigDecimal value) {
        return new Rational(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    /**
     * Returns the number with the other sign.
     *
     * @return {@code -this}
     */
    public Rational negate() {
        return new Rational(numerator.negate(), denominator);
    }

    /**
     * Returns the quotient.
     *
     * @param divisor any but 0
     * @return {@code this / divisor}
     * @throws IllegalArgumentException if the divisor is 0
     */
    public Rational dividedBy(Rational divisor) {
        return new Rational(
                numerator.multiply(divisor.denominator), denominator.multiply(divisor.numerator));
    }

    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE) ? "" + numerator : numerator + "/" + denominator;
    }
}
