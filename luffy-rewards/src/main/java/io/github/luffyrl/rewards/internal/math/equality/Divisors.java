package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Trees;
import io.github.luffyrl.rewards.internal.math.evaluate.Exact;
import java.util.ArrayList;
import java.util.List;

/**
 * Greatest common divisors and least common multiples of monomials: gcd(125, 50x) is 25, and
 * lcm(2y, x) is 2xy.
 */
final class Divisors {

    private Divisors() {}

    static Expr resolved(Expr expr, Budget budget) {
        return Trees.rewrite(expr, part -> part instanceof Apply apply ? of(apply, budget) : part);
    }

    private static Expr of(Apply apply, Budget budget) {
        boolean gcd = apply.function() == Function.GCD;
        if (!gcd && apply.function() != Function.LCM) {
            return apply;
        }
        Expr total = apply.arguments().get(0);
        for (Expr next : apply.arguments().subList(1, apply.arguments().size())) {
            Expr common = common(new Monomial(total, budget), new Monomial(next, budget), budget);
            total =
                    gcd
                            ? common
                            : new Product(List.of(total, next, new Power(common, Num.MINUS_ONE)));
        }
        return Exact.value(apply, budget).isPresent() ? apply : total;
    }

    private static Expr common(Monomial a, Monomial b, Budget budget) {
        Apply coefficient =
                new Apply(
                        Function.GCD,
                        List.of(new Num(a.coefficient, false), new Num(b.coefficient, false)));
        List<Expr> factors = new ArrayList<>();
        factors.add(new Num(Exact.value(coefficient, budget).orElse(Rational.ONE), false));
        List<Expr> others = new ArrayList<>(b.factors);
        for (Expr factor : a.factors) {
            if (others.remove(factor)) {
                factors.add(factor);
            }
        }
        return new Product(factors);
    }

    /** A rational number times factors that are none. */
    private static final class Monomial {
        private final List<Expr> factors = new ArrayList<>();
        private Rational coefficient = Rational.ONE;

        Monomial(Expr expr, Budget budget) {
            List<Expr> parts = expr instanceof Product product ? product.factors() : List.of(expr);
            for (Expr part : parts) {
                Rational value = Exact.value(part, budget).orElse(null);
                if (value == null) {
                    factors.add(part);
                } else {
                    coefficient = coefficient.times(value, budget);
                }
            }
        }
    }
}
