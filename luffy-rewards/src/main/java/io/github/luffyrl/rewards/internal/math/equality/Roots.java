package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Trees;
import io.github.luffyrl.rewards.internal.math.evaluate.Exact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares a polynomial equation with a list of all its roots: x^2 = 1 and x = \pm 1. */
final class Roots {

    private static final int HIGHEST_DEGREE = 5;

    private final Equivalence equivalence;
    private final Budget budget;

    Roots(Equivalence equivalence, Budget budget) {
        this.equivalence = equivalence;
        this.budget = budget;
    }

    Outcome compare(Relation equation, Expr list) {
        Set<String> names = Variables.of(equation);
        List<Expr> roots = new ArrayList<>();
        for (Expr element : list.children()) {
            Optional<Expr> root =
                    element instanceof Relation relation && names.equals(Variables.of(relation))
                            ? equivalence.assigned(relation)
                            : Optional.of(element);
            root.filter(value -> !Variables.isAny(value)).ifPresent(roots::add);
        }
        boolean readable =
                equation.operators().equals(List.of(Operator.EQUAL))
                        && names.size() == 1
                        && roots.size() == list.children().size()
                        && roots.size() <= HIGHEST_DEGREE
                        && roots.stream().allMatch(Equivalence::isScalar);
        if (!readable) {
            return Outcome.DIFFERENT;
        }
        Expr polynomial =
                Scalars.difference(equation.operands().get(0), equation.operands().get(1));
        Sym variable = new Sym(names.iterator().next());
        Optional<Rational> leading = leading(polynomial, variable, roots.size());
        if (leading.isEmpty() || leading.get().signum() == 0) {
            return Outcome.DIFFERENT;
        }
        List<Expr> factors = new ArrayList<>(List.of(new Num(leading.get(), false)));
        roots.forEach(root -> factors.add(Scalars.difference(variable, root)));
        return equivalence.values(polynomial, new Product(factors));
    }

    /** The leading coefficient, if the polynomial has this degree: a multiple of a difference. */
    private Optional<Rational> leading(Expr polynomial, Sym variable, int degree) {
        List<Rational> values = new ArrayList<>();
        for (int x = 0; x <= degree; x++) {
            Optional<Rational> value =
                    Exact.value(Trees.substitute(polynomial, variable, Num.of(x)), budget);
            if (value.isEmpty()) {
                return value;
            }
            values.add(value.get());
        }
        Rational factorial = Rational.ONE;
        for (int order = 1; order <= degree; order++) {
            factorial = factorial.times(Rational.of(order, 1), budget);
            for (int i = 0; i + order <= degree; i++) {
                values.set(i, values.get(i + 1).plus(values.get(i).negate(), budget));
            }
        }
        return Optional.of(values.get(0).times(factorial.reciprocal(), budget));
    }
}
