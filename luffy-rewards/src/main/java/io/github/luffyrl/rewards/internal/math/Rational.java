package io.github.luffyrl.rewards.internal.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * An exact fraction in lowest terms, so that equal values are {@code equals}.
 *
 * @param numerator carries the sign
 * @param denominator above 0
 */
public record Rational(BigInteger numerator, BigInteger denominator)
        implements Comparable<Rational> {

    /** 0. */
    public static final Rational ZERO = of(0, 1);

    /** 1. */
    public static final Rational ONE = of(1, 1);

    /** Reduces the fraction and rejects a denominator of 0. */
    public Rational {
        if (denominator.signum() == 0) {
            throw new IllegalArgumentException(numerator + "/0 is not a number");
        }
        if (!denominator.equals(BigInteger.ONE)) {
            BigInteger divisor = numerator.gcd(denominator);
            if (denominator.signum() < 0) {
                divisor = divisor.negate();
            }
            numerator = numerator.divide(divisor);
            denominator = denominator.divide(divisor);
        }
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
     * Returns an integer.
     *
     * @param value any
     * @return the integer
     */
    public static Rational of(BigInteger value) {
        return new Rational(value, BigInteger.ONE);
    }

    /**
     * Returns the sum.
     *
     * @param other any
     * @param budget pays for it
     * @return {@code this + other}
     */
    public Rational plus(Rational other, Budget budget) {
        spend((long) bits() + other.bits(), other, budget);
        return new Rational(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /**
     * Returns the product.
     *
     * @param other any
     * @param budget pays for it
     * @return {@code this * other}
     */
    public Rational times(Rational other, Budget budget) {
        spend((long) bits() + other.bits(), other, budget);
        return new Rational(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    /** Only fractions have to be reduced. */
    private void spend(long bits, Rational other, Budget budget) {
        if (isInteger() && other.isInteger()) {
            budget.spendBits(bits);
        } else {
            budget.spendReduction(bits);
        }
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
     * Returns the reciprocal of a number that is not 0.
     *
     * @return {@code 1 / this}
     */
    public Rational reciprocal() {
        return new Rational(denominator, numerator);
    }

    /**
     * Returns an integer power.
     *
     * @param exponent any; at least 0 when this is 0
     * @param budget pays for it
     * @return {@code this^exponent}
     */
    public Rational power(int exponent, Budget budget) {
        long size = Math.abs((long) exponent);
        if (signum() == 0 || isUnit()) {
            return exponent == 0 || (size % 2 == 0 && isUnit()) ? ONE : this;
        }
        long length = powerBits(numerator, size);
        if (isInteger() && exponent > 0) {
            budget.spendBits(length);
        } else {
            budget.spendReduction(Math.max(length, powerBits(denominator, size)));
        }
        Rational base = exponent < 0 ? reciprocal() : this;
        return new Rational(base.numerator.pow((int) size), base.denominator.pow((int) size));
    }

    /** Bits of a power, one too many at most. */
    private static long powerBits(BigInteger base, long exponent) {
        int length = base.bitLength();
        int shift = Math.max(0, length - 60);
        double logarithm = Math.log(base.abs().shiftRight(shift).doubleValue()) / Math.log(2);
        double bits = exponent * (shift + logarithm * (1 + 1e-12));
        return bits > Long.MAX_VALUE / 2.0 ? Long.MAX_VALUE / 2 : (long) bits + 1;
    }

    private boolean isUnit() {
        return isInteger() && numerator.bitLength() <= 1 && numerator.abs().equals(BigInteger.ONE);
    }

    /**
     * Returns the sign.
     *
     * @return -1, 0 or 1
     */
    public int signum() {
        return numerator.signum();
    }

    /**
     * Returns whether the number is whole.
     *
     * @return true for an integer
     */
    public boolean isInteger() {
        return denominator.equals(BigInteger.ONE);
    }

    /**
     * Returns whether the number is whole and fits an {@code int}.
     *
     * @return true for a small integer
     */
    public boolean isSmallInteger() {
        return isInteger() && numerator.bitLength() < 32;
    }

    /**
     * Returns the size of the fraction.
     *
     * @return bits of the longer of numerator and denominator; at least 1
     */
    public int bits() {
        return Math.max(numerator.bitLength(), denominator.bitLength());
    }

    /**
     * Returns the largest integer that is not above this.
     *
     * @return the floor
     */
    public BigInteger floor() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /**
     * Rounds half to even.
     *
     * @param decimals at least 0
     * @return the nearest decimal number of that many decimals
     */
    public BigDecimal rounded(int decimals) {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), decimals, RoundingMode.HALF_EVEN);
    }

    /**
     * Returns the nearest double, roughly.
     *
     * @return the value, within two units in the last place; infinite or 0 out of range
     */
    public double toDouble() {
        if (bits() <= 53) {
            return numerator.doubleValue() / denominator.doubleValue();
        }
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
                .doubleValue();
    }

    @Override
    public int compareTo(Rational other) {
        return numerator
                .multiply(other.denominator)
                .compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE) ? "" + numerator : numerator + "/" + denominator;
    }
}
