package io.github.luffyrl.rewards.internal.math.evaluate;

import io.github.luffyrl.rewards.internal.math.Binder;
import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.Bound;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Trees;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions whose value is rational, without rounding. */
public final class Exact {

    private Exact() {}

    /**
     * Evaluates an expression.
     *
     * @param expr any
     * @param budget pays for it
     * @return its value; empty when it is irrational, undefined, or not a number
     * @throws io.github.luffyrl.rewards.internal.math.BudgetExceededException if it is too large
     */
    public static Optional<Rational> value(Expr expr, Budget budget) {
        return Optional.ofNullable(evaluate(expr, budget));
    }

    private static @Nullable Rational evaluate(Expr expr, Budget budget) {
        budget.spend(10);
        if (expr instanceof Num number) {
            return number.value();
        }
        if (expr instanceof Sum sum) {
            Rational total = Rational.ZERO;
            for (Expr term : sum.terms()) {
                Rational value = evaluate(term, budget);
                if (value == null) {
                    return null;
                }
                total = total.plus(value, budget);
            }
            return total;
        }
        if (expr instanceof Product product) {
            return product(product, budget);
        }
        if (expr instanceof Power power) {
            return power(power, budget);
        }
        if (expr instanceof Apply apply) {
            List<Rational> arguments = new ArrayList<>(apply.arguments().size());
            for (Expr argument : apply.arguments()) {
                Rational value = evaluate(argument, budget);
                if (value == null) {
                    return null;
                }
                arguments.add(value);
            }
            return ExactFunctions.apply(apply.function(), arguments, budget);
        }
        if (expr instanceof Bound bound) {
            return series(bound, budget);
        }
        return null;
    }

    private static @Nullable Rational product(Product product, Budget budget) {
        Rational total = Rational.ONE;
        for (Expr factor : product.factors()) {
            Rational value = evaluate(factor, budget);
            if (value == null) {
                return null;
            }
            total = total.times(value, budget);
        }
        return total;
    }

    private static @Nullable Rational power(Power power, Budget budget) {
        Rational exponent = evaluate(power.exponent(), budget);
        if (exponent == null) {
            return null;
        }
        Rational base = evaluate(power.base(), budget);
        if (base == null) {
            return null;
        }
        if (base.equals(Rational.ONE)) {
            return base;
        }
        if (base.signum() == 0) {
            return exponent.signum() > 0 ? Rational.ZERO : null;
        }
        if (exponent.isInteger()) {
            if (!exponent.isSmallInteger()) {
                budget.spendBits(Long.MAX_VALUE);
            }
            return base.power(exponent.numerator().intValue(), budget);
        }
        boolean realRoot = base.signum() > 0 && exponent.isSmallInteger();
        if (!realRoot && exponent.denominator().bitLength() > 16) {
            return null;
        }
        Rational root =
                base.signum() < 0
                        ? null
                        : ExactFunctions.root(base, exponent.denominator().intValue(), budget);
        return root == null || exponent.numerator().bitLength() > 31
                ? null
                : root.power(exponent.numerator().intValue(), budget);
    }

    private static @Nullable Rational series(Bound bound, Budget budget) {
        boolean sum = bound.binder() == Binder.SUM;
        if (!sum && bound.binder() != Binder.PRODUCT) {
            return null;
        }
        Rational from = evaluate(bound.range().get(0), budget);
        Rational to = evaluate(bound.range().get(1), budget);
        if (from == null || to == null || !from.isInteger() || !to.isInteger()) {
            return null;
        }
        Rational total = sum ? Rational.ZERO : Rational.ONE;
        BigInteger last = to.numerator();
        Sym variable = new Sym(bound.variable());
        for (BigInteger k = from.numerator(); k.compareTo(last) <= 0; k = k.add(BigInteger.ONE)) {
            budget.spend(200);
            Expr term = Trees.substitute(bound.body(), variable, new Num(Rational.of(k), false));
            Rational value = evaluate(term, budget);
            if (value == null) {
                return null;
            }
            total = sum ? total.plus(value, budget) : total.times(value, budget);
        }
        return total;
    }
}
