package io.github.luffyrl.djl.internal.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Python's numbers: integers of any size, doubles, and booleans, which are integers. */
final class Numbers {

    /** Python prints no integer of more digits. */
    static final int MAX_DIGITS = 4300;

    private static final int MAX_BITS = 16_384;
    private static final MathContext ENOUGH = new MathContext(60);

    private Numbers() {}

    static boolean isInteger(Object value) {
        return value instanceof BigInteger || value instanceof Boolean;
    }

    static boolean isNumber(Object value) {
        return isInteger(value) || value instanceof Double;
    }

    static BigInteger integer(Object value, String function) {
        if (value instanceof Boolean truth) {
            return truth ? BigInteger.ONE : BigInteger.ZERO;
        }
        if (value instanceof BigInteger integer) {
            return integer;
        }
        throw new JinjaException(function + " of a " + Values.typeName(value) + ", not an integer");
    }

    /** An integer for a width, a count or an index; beyond int it means as much as any. */
    static int count(Object value, String function) {
        BigInteger count = integer(value, function);
        int most = Integer.MAX_VALUE / 2;
        return count.bitLength() > 30 ? (count.signum() > 0 ? most : -most) : count.intValue();
    }

    static double toDouble(Object value) {
        if (value instanceof Double number) {
            return number;
        }
        double number = integer(value, "a float").doubleValue();
        if (Double.isInfinite(number)) {
            throw new JinjaException("an integer too large for a float");
        }
        return number;
    }

    static BigInteger bounded(BigInteger value) {
        if (value.bitLength() > MAX_BITS) {
            throw new JinjaException("an integer of more than " + MAX_BITS + " bits");
        }
        return value;
    }

    /** Compares exactly; NaN is the caller's business. */
    static int compare(Object a, Object b) {
        if (isInteger(a) && isInteger(b)) {
            return integer(a, "").compareTo(integer(b, ""));
        }
        double x = a instanceof Double d ? d : 0;
        double y = b instanceof Double d ? d : 0;
        if (a instanceof Double && b instanceof Double) {
            return x == y ? 0 : Double.compare(x, y);
        }
        if (Double.isInfinite(x) || Double.isInfinite(y)) {
            return Double.compare(x, y);
        }
        return decimal(a).compareTo(decimal(b));
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof Double number) {
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                throw new JinjaException("arithmetic with " + number + " is not supported");
            }
            return new BigDecimal(number);
        }
        return new BigDecimal(integer(value, "arithmetic"));
    }

    static Object divide(Object a, Object b) {
        if (isInteger(a) && isInteger(b)) {
            BigDecimal divisor = decimal(b);
            requireNotZero(divisor.signum() == 0);
            double quotient = decimal(a).divide(divisor, ENOUGH).doubleValue();
            if (Double.isInfinite(quotient)) {
                throw new JinjaException("the quotient is too large for a float");
            }
            return quotient == 0 ? 0.0 : quotient;
        }
        requireNotZero(toDouble(b) == 0);
        return toDouble(a) / toDouble(b);
    }

    static Object floorDivide(Object a, Object b) {
        if (isInteger(a) && isInteger(b)) {
            BigInteger divisor = integer(b, "");
            requireNotZero(divisor.signum() == 0);
            BigInteger[] parts = integer(a, "").divideAndRemainder(divisor);
            boolean below = parts[1].signum() * divisor.signum() < 0;
            return below ? parts[0].subtract(BigInteger.ONE) : parts[0];
        }
        double x = toDouble(a);
        double y = toDouble(b);
        double quotient = (x - modulo(x, y)) / y;
        double floor = Math.floor(quotient);
        if (quotient == 0) {
            return Math.copySign(0.0, x / y);
        }
        return quotient - floor > 0.5 ? floor + 1 : floor;
    }

    static Object modulo(Object a, Object b) {
        if (isInteger(a) && isInteger(b)) {
            BigInteger divisor = integer(b, "");
            requireNotZero(divisor.signum() == 0);
            BigInteger rest = integer(a, "").remainder(divisor);
            return rest.signum() * divisor.signum() < 0 ? rest.add(divisor) : rest;
        }
        return modulo(toDouble(a), toDouble(b));
    }

    private static double modulo(double x, double y) {
        requireNotZero(y == 0);
        double rest = x % y;
        if (rest == 0) {
            return Math.copySign(0.0, y);
        }
        return (rest < 0) != (y < 0) ? rest + y : rest;
    }

    /** Powers with whole exponents; others depend on the C library's last digit. */
    static Object power(Object a, Object b) {
        if (b instanceof Double exponent && exponent != Math.rint(exponent)) {
            throw new JinjaException("powers with fractional exponents are not supported");
        }
        boolean whole = isInteger(a) && isInteger(b);
        BigDecimal exponent = decimal(b);
        if (exponent.abs().compareTo(BigDecimal.valueOf(MAX_BITS)) > 0) {
            throw new JinjaException("powers with exponents beyond 16384 are not supported");
        }
        int n = exponent.intValueExact();
        BigDecimal base = decimal(a);
        if ((long) base.unscaledValue().bitLength() * Math.abs(n) > MAX_BITS) {
            throw new JinjaException("a power of more than " + MAX_BITS + " bits");
        }
        if (whole && n >= 0) {
            return bounded(base.toBigIntegerExact().pow(n));
        }
        requireNotZero(n < 0 && base.signum() == 0);
        BigDecimal power = base.pow(Math.abs(n));
        double result = (n < 0 ? BigDecimal.ONE.divide(power, ENOUGH) : power).doubleValue();
        if (Double.isInfinite(result)) {
            throw new JinjaException("the power is too large for a float");
        }
        return result;
    }

    private static void requireNotZero(boolean zero) {
        if (zero) {
            throw new JinjaException("division by zero");
        }
    }

    /** Python's round(): half to even, of the exact value. */
    static Object round(Object value, int digits) {
        if (digits < -MAX_DIGITS) {
            throw new JinjaException("round() to " + digits + " digits is not supported");
        }
        if (isInteger(value)) {
            BigDecimal rounded =
                    decimal(value).setScale(Math.min(digits, 0), RoundingMode.HALF_EVEN);
            return rounded.toBigIntegerExact();
        }
        double number = toDouble(value);
        if (Double.isNaN(number) || Double.isInfinite(number) || digits > 330) {
            return number;
        }
        double rounded =
                new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
        if (Double.isInfinite(rounded)) {
            throw new JinjaException("the rounded number is too large for a float");
        }
        return Math.copySign(rounded, number);
    }
}
