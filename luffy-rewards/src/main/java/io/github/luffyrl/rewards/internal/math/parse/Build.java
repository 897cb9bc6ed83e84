package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Quantity;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Small expressions, put together. */
final class Build {

    /** What empty braces hold. */
    static final Expr EMPTY = new Text("");

    private static final Set<Expr> DIFFERENTIALS =
            Set.of(new Sym("d"), new Sym("partial"), new Text("d"));

    private Build() {}

    static Expr negative(Expr expr) {
        if (expr instanceof Num number) {
            return new Num(number.value().negate(), number.decimal());
        }
        return times(Num.MINUS_ONE, expr);
    }

    /** A factor in front of a value, whose unit stays the unit of the whole. */
    static Expr times(Expr factor, Expr value) {
        return value instanceof Quantity quantity
                ? new Quantity(times(factor, quantity.value()), quantity.unit(), quantity.letters())
                : new Product(List.of(factor, value));
    }

    static Expr reciprocal(Expr expr) {
        return new Power(expr, Num.MINUS_ONE);
    }

    static Expr quotient(Expr above, Expr below) {
        return new Product(List.of(above, reciprocal(below)));
    }

    /** A fraction; one of differentials is a derivative, from which no d can be canceled. */
    static Expr fraction(Expr above, Expr below) {
        boolean derivative =
                below instanceof Product product
                        && product.factors().size() > 1
                        && isSymbol(product.factors().get(1))
                        && DIFFERENTIALS.contains(leading(below))
                        && leading(below).equals(leading(above));
        return derivative
                ? new Opaque("derivative", List.of(above, below))
                : quotient(above, below);
    }

    private static boolean isSymbol(Expr expr) {
        return expr instanceof Sym || (expr instanceof Power power && power.base() instanceof Sym);
    }

    /** The first factor, without its exponent. */
    private static Expr leading(Expr expr) {
        Expr first = expr instanceof Product product ? product.factors().get(0) : expr;
        return first instanceof Power power ? power.base() : first;
    }

    static Expr apply(Function function, Expr... arguments) {
        return new Apply(function, List.of(arguments));
    }

    static Expr sum(List<Expr> terms) {
        if (terms.size() == 1) {
            return terms.get(0);
        }
        // "3 + \\sqrt2 cm": a unit behind the last term alone belongs to the whole sum
        int last = terms.size() - 1;
        boolean behind =
                terms.get(last) instanceof Quantity
                        && terms.subList(0, last).stream().noneMatch(Quantity.class::isInstance);
        if (!behind) {
            return new Sum(List.copyOf(terms));
        }
        Quantity end = (Quantity) terms.get(last);
        List<Expr> values = new ArrayList<>(terms.subList(0, last));
        values.add(end.value());
        return new Quantity(new Sum(List.copyOf(values)), end.unit(), end.letters());
    }

    /** A product; units behind its values become the unit of the whole. Other words stay in it. */
    static Expr product(List<Expr> factors, Budget budget) {
        List<Expr> kept = new ArrayList<>(factors);
        kept.removeIf(EMPTY::equals);
        if (kept.size() < 2) {
            return kept.isEmpty() ? EMPTY : kept.get(0);
        }
        Measured measured = new Measured(budget);
        return measured.addAll(kept) ? measured.product() : new Product(List.copyOf(kept));
    }
}
