package io.github.luffyrl.rewards.internal.math.evaluate;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Rational;
import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * Evaluates rational functions modulo a large prime, at a fixed pseudo-random point. No rounding is
 * involved, so two that differ get the same value with a chance of about their degree in 2^61.
 */
public final class Modular {

    /** 2^61 - 31. */
    static final long PRIME = (1L << 61) - 31;

    private static final BigInteger BIG_PRIME = BigInteger.valueOf(PRIME);
    private static final Probe POINT = new Probe(0xF1E1D, Probe.Domain.COMPLEX);

    private final Budget budget;

    private Modular(Budget budget) {
        this.budget = budget;
    }

    /**
     * Evaluates an expression.
     *
     * @param expr any
     * @param budget pays for it
     * @return its value in [0, 2^61 - 31); empty when it is no rational function, or divides by 0
     */
    public static OptionalLong value(Expr expr, Budget budget) {
        long value = new Modular(budget).evaluate(expr);
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The value; -1 when there is none. */
    private long evaluate(Expr expr) {
        budget.spend(30);
        if (expr instanceof Num number) {
            return rational(number.value());
        }
        if (expr instanceof Sym symbol) {
            boolean special = symbol.name().equals("i") || symbol.equals(Sym.INFINITY);
            return special ? -1 : POINT.residue(symbol.name(), PRIME);
        }
        if (expr instanceof Sum sum) {
            long total = 0;
            for (Expr term : sum.terms()) {
                long value = evaluate(term);
                if (value < 0) {
                    return -1;
                }
                total = (total + value) % PRIME;
            }
            return total;
        }
        if (expr instanceof Product product) {
            long total = 1;
            for (Expr factor : product.factors()) {
                long value = evaluate(factor);
                if (value < 0) {
                    return -1;
                }
                total = times(total, value);
            }
            return total;
        }
        return expr instanceof Power power ? power(power) : -1;
    }

    private long rational(Rational value) {
        long above = value.numerator().mod(BIG_PRIME).longValue();
        return value.isInteger()
                ? above
                : times(above, inverse(value.denominator().mod(BIG_PRIME).longValue()));
    }

    private long power(Power power) {
        Rational exponent = Exact.value(power.exponent(), budget).orElse(null);
        if (exponent == null || !exponent.isInteger() || exponent.bits() > 60) {
            return -1;
        }
        long base = evaluate(power.base());
        long size = exponent.numerator().longValue();
        if (base < 0 || (base == 0 && size <= 0)) {
            return -1;
        }
        return raise(size < 0 ? inverse(base) : base, Math.abs(size));
    }

    private static long inverse(long value) {
        return raise(value, PRIME - 2);
    }

    private static long raise(long base, long exponent) {
        long result = 1;
        long square = base;
        for (long n = exponent; n > 0; n >>= 1) {
            if ((n & 1) != 0) {
                result = times(result, square);
            }
            square = times(square, square);
        }
        return result;
    }

    private static long times(long a, long b) {
        // 2^61 is 31 modulo the prime: fold what is above the lowest 61 bits
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        long upper = (high << 3) | (low >>> 61);
        long folded = (low & ((1L << 61) - 1)) + 31 * (upper & ((1L << 56) - 1));
        long rest = 31 * (upper >>> 56); // times 2^56
        long shifted = (rest << 56) & ((1L << 61) - 1);
        long carried = 31 * (rest >>> 5);
        return (folded % PRIME + shifted % PRIME + carried) % PRIME;
    }
}
