package io.github.luffyrl.rewards.internal.math.evaluate;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.Rational;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions of rationals whose values are rational. */
final class ExactFunctions {

    private static final int LARGEST_FACTORIAL = 20_000;

    private ExactFunctions() {}

    /** The value; null when it is irrational or undefined. */
    static @Nullable Rational apply(Function function, List<Rational> arguments, Budget budget) {
        Rational first = arguments.get(0);
        return switch (function) {
            case ABS -> first.signum() < 0 ? first.negate() : first;
            case FLOOR -> Rational.of(first.floor());
            case CEIL -> Rational.of(first.negate().floor().negate());
            case MAX -> Collections.max(arguments);
            case MIN -> Collections.min(arguments);
            case FACTORIAL -> factorial(first, budget);
            case BINOMIAL -> binomial(first, arguments.get(1), budget);
            case GCD -> reduce(arguments, true, budget);
            case LCM -> reduce(arguments, false, budget);
            case MOD -> mod(first, arguments.get(1), budget);
            case ROOT -> {
                Rational index = arguments.get(1);
                yield index.isSmallInteger() && index.signum() > 0
                        ? root(first, index.numerator().intValue(), budget)
                        : null;
            }
            case LOG -> first.equals(Rational.ONE) ? Rational.ZERO : logarithm(arguments, budget);
            case EXP, COS, COSH, SEC -> first.signum() == 0 ? Rational.ONE : null;
            case SIN, TAN, ARCSIN, ARCTAN, SINH, TANH, ARSINH, ARTANH ->
                    first.signum() == 0 ? Rational.ZERO : null;
            default -> null;
        };
    }

    private static @Nullable Rational factorial(Rational n, Budget budget) {
        if (!n.isInteger() || n.signum() < 0) {
            return null;
        }
        if (n.compareTo(Rational.of(LARGEST_FACTORIAL, 1)) > 0) {
            budget.spendBits(Long.MAX_VALUE);
        }
        int last = n.numerator().intValue();
        budget.spendBits(Math.round(last * Math.log(last + 1.0) / Math.log(2)));
        return Rational.of(product(1, last));
    }

    /** Halves multiply numbers of like length, which is fastest. */
    private static BigInteger product(int first, int last) {
        if (last - first < 8) {
            BigInteger product = BigInteger.ONE;
            for (int k = first; k <= last; k++) {
                product = product.multiply(BigInteger.valueOf(k));
            }
            return product;
        }
        int middle = (first + last) >>> 1;
        return product(first, middle).multiply(product(middle + 1, last));
    }

    private static @Nullable Rational binomial(Rational n, Rational k, Budget budget) {
        if (!n.isInteger() || !k.isInteger() || n.signum() < 0) {
            return null;
        }
        if (k.signum() < 0 || k.compareTo(n) > 0) {
            return Rational.ZERO;
        }
        BigInteger least = k.numerator().min(n.numerator().subtract(k.numerator()));
        if (least.bitLength() > 20) {
            budget.spendBits(Long.MAX_VALUE);
        }
        int count = least.intValue();
        // Neither 2^n nor n^count is less than the value.
        int bits = n.numerator().bitLength();
        long most = bits > 30 ? Long.MAX_VALUE : n.numerator().longValue();
        budget.spendBits(Math.min(most, (long) count * bits));
        budget.spend(400L * count);
        return Rational.of(falling(n.numerator(), 0, count).divide(product(1, count)));
    }

    /** The product of n - first, .., n - (end - 1). */
    private static BigInteger falling(BigInteger n, int first, int end) {
        if (end - first < 8) {
            BigInteger product = BigInteger.ONE;
            for (int k = first; k < end; k++) {
                product = product.multiply(n.subtract(BigInteger.valueOf(k)));
            }
            return product;
        }
        int middle = (first + end) >>> 1;
        return falling(n, first, middle).multiply(falling(n, middle, end));
    }

    /** Of fractions: gcd(a/b, c/d) = gcd(a, c) / lcm(b, d), when both are reduced. */
    private static Rational reduce(List<Rational> arguments, boolean gcd, Budget budget) {
        Rational total = abs(arguments.get(0));
        for (Rational argument : arguments.subList(1, arguments.size())) {
            budget.spendBits((long) total.bits() + argument.bits());
            Rational next = abs(argument);
            BigInteger above =
                    gcd
                            ? total.numerator().gcd(next.numerator())
                            : lcm(total.numerator(), next.numerator());
            BigInteger below =
                    gcd
                            ? lcm(total.denominator(), next.denominator())
                            : total.denominator().gcd(next.denominator());
            total = new Rational(above, below);
        }
        return total;
    }

    private static Rational abs(Rational value) {
        return value.signum() < 0 ? value.negate() : value;
    }

    private static BigInteger lcm(BigInteger a, BigInteger b) {
        return a.signum() == 0 || b.signum() == 0
                ? BigInteger.ZERO
                : a.divide(a.gcd(b)).multiply(b);
    }

    private static @Nullable Rational mod(Rational value, Rational divisor, Budget budget) {
        if (divisor.signum() == 0) {
            return null;
        }
        Rational quotient = Rational.of(value.times(divisor.reciprocal(), budget).floor());
        return value.plus(quotient.times(divisor, budget).negate(), budget);
    }

    /** The real root; null when it is irrational or there is none. */
    static @Nullable Rational root(Rational value, int index, Budget budget) {
        if (value.signum() < 0) {
            Rational root = index % 2 == 0 ? null : root(value.negate(), index, budget);
            return root == null ? null : root.negate();
        }
        BigInteger above = integerRoot(value.numerator(), index, budget);
        BigInteger below = integerRoot(value.denominator(), index, budget);
        return above == null || below == null ? null : new Rational(above, below);
    }

    private static @Nullable BigInteger integerRoot(BigInteger value, int index, Budget budget) {
        if (value.bitLength() <= 1 || index == 1) {
            return value;
        }
        if (index > value.bitLength()) {
            return null;
        }
        if (index == 2) {
            budget.spendBits(value.bitLength());
            BigInteger[] root = value.sqrtAndRemainder();
            return root[1].signum() == 0 ? root[0] : null;
        }
        BigInteger low = BigInteger.ONE;
        BigInteger high = BigInteger.ONE.shiftLeft(value.bitLength() / index + 1);
        while (low.compareTo(high) <= 0) {
            budget.spendBits(value.bitLength());
            BigInteger middle = low.add(high).shiftRight(1);
            int order = middle.pow(index).compareTo(value);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle.add(BigInteger.ONE);
            } else {
                high = middle.subtract(BigInteger.ONE);
            }
        }
        return null;
    }

    /** Of a power of the base; null for every other argument. */
    private static @Nullable Rational logarithm(List<Rational> arguments, Budget budget) {
        if (arguments.size() < 2) {
            return null;
        }
        Rational value = arguments.get(0);
        Rational base = arguments.get(1);
        if (value.signum() <= 0 || base.signum() <= 0 || base.equals(Rational.ONE)) {
            return null;
        }
        double estimate = Math.log(value.toDouble()) / Math.log(base.toDouble());
        if (!Double.isFinite(estimate) || Math.abs(estimate) > Budget.MAX_BITS) {
            return null;
        }
        // Exponents with denominators up to 6 cover what answers hold, such as log_4 8 = 3/2.
        for (int denominator = 1; denominator <= 6; denominator++) {
            long numerator = Math.round(estimate * denominator);
            boolean close = Math.abs(estimate * denominator - numerator) < 1e-6;
            if (close
                    && base.power((int) numerator, budget)
                            .equals(value.power(denominator, budget))) {
                return Rational.of(numerator, denominator);
            }
        }
        return null;
    }
}
