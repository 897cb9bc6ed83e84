package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Quantity;
import io.github.luffyrl.rewards.internal.math.Expr.Scaled;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Scale;
import io.github.luffyrl.rewards.internal.math.Trees;
import io.github.luffyrl.rewards.internal.math.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Compares values with units: in another unit of the same dimension the value is another one. A
 * unit may be missing on one side.
 */
final class Quantities {

    private static final Unit RADIAN = Unit.of("rad", Rational.ONE);

    private final Equivalence equivalence;
    private final Budget budget;

    Quantities(Equivalence equivalence, Budget budget) {
        this.equivalence = equivalence;
        this.budget = budget;
    }

    Outcome compare(Expr gold, Expr prediction) {
        if (gold instanceof Quantity a && prediction instanceof Quantity b) {
            return both(a, b);
        }
        Quantity quantity = (Quantity) (gold instanceof Quantity ? gold : prediction);
        Expr other = gold instanceof Quantity ? prediction : gold;
        if (Trees.any(other, part -> part instanceof Scaled s && s.scale() == Scale.DEGREE)) {
            return quantity.unit().equals(RADIAN)
                    ? equivalence.same(
                            quantity.value(), Trees.rewrite(other, Quantities::inRadians))
                    : Outcome.DIFFERENT; // 5 degrees are not 5 apples
        }
        return gold instanceof Quantity a
                ? equivalence.same(withoutUnit(a, prediction), prediction)
                : equivalence.same(gold, withoutUnit((Quantity) prediction, gold));
    }

    private static Expr inRadians(Expr part) {
        return part instanceof Scaled scaled && scaled.scale() == Scale.DEGREE
                ? new Product(List.of(scaled.value(), new Num(Rational.of(1, 180), false), Sym.PI))
                : part;
    }

    private Outcome both(Quantity a, Quantity b) {
        if (!a.unit().dimension().equals(b.unit().dimension())) {
            return Outcome.DIFFERENT;
        }
        if (a.unit().factor().equals(b.unit().factor())) {
            return equivalence.same(a.value(), b.value());
        }
        Rational factor = a.unit().factor().times(b.unit().factor().reciprocal(), budget);
        Expr converted = new Product(List.of(new Num(factor, false), a.value()));
        return equivalence.same(converted, b.value());
    }

    /** The value; or a product, where the other side uses the letters of the unit as variables. */
    private static Expr withoutUnit(Quantity quantity, Expr other) {
        if (quantity.letters().isEmpty() || other instanceof ListOf) {
            return quantity.value();
        }
        Set<String> variables = Variables.of(other);
        List<Expr> factors = new ArrayList<>(List.of(quantity.value()));
        boolean used = false;
        for (char letter : quantity.letters().toCharArray()) {
            used |= variables.contains("" + letter);
            factors.add(new Sym("" + letter));
        }
        return used ? new Product(factors) : quantity.value();
    }
}
