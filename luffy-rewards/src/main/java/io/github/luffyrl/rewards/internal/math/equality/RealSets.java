package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.Combined;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.SetOf;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Tuple;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Trees;
import io.github.luffyrl.rewards.internal.math.equality.RealSet.End;
import io.github.luffyrl.rewards.internal.math.evaluate.Ball;
import io.github.luffyrl.rewards.internal.math.evaluate.Exact;
import io.github.luffyrl.rewards.internal.math.evaluate.Numeric;
import io.github.luffyrl.rewards.internal.math.evaluate.Probe;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which real numbers intervals, sets and relations in one variable stand for. */
final class RealSets {

    private static final int MOST_ELEMENTS = 200;

    private final Budget budget;

    RealSets(Budget budget) {
        this.budget = budget;
    }

    /** The set an expression writes down; empty when it is none. */
    Optional<RealSet> of(Expr expr) {
        budget.spend(500);
        if (expr.equals(Sym.EMPTY_SET)) {
            return Optional.of(RealSet.EMPTY);
        }
        if (expr.equals(Sym.REALS)) {
            return Optional.of(RealSet.ALL);
        }
        if (expr instanceof Tuple tuple && tuple.elements().size() == 2) {
            return interval(tuple);
        }
        if (expr instanceof SetOf set && set.elements().stream().anyMatch(RealSets::isSet)) {
            return Optional.empty(); // a set of sets is none of numbers
        }
        if (expr instanceof SetOf set) {
            boolean condition =
                    set.elements().size() == 1 && set.elements().get(0) instanceof Relation;
            return condition
                    ? solutions((Relation) set.elements().get(0))
                    : union(set.elements(), false);
        }
        if (expr instanceof ListOf list) {
            return union(list.elements(), list.alternatives());
        }
        if (expr instanceof Combined combined) {
            return of(combined.left())
                    .flatMap(
                            left ->
                                    of(combined.right())
                                            .map(right -> combine(combined, left, right)));
        }
        return end(expr, true).map(end -> RealSet.of(end, end));
    }

    private static boolean isSet(Expr element) {
        return element instanceof SetOf
                || element instanceof Tuple
                || element instanceof Combined
                || element.equals(Sym.EMPTY_SET)
                || element.equals(Sym.REALS);
    }

    private static RealSet combine(Combined combined, RealSet left, RealSet right) {
        return switch (combined.operation()) {
            case UNION -> left.union(right);
            case INTERSECTION -> left.intersection(right);
            case DIFFERENCE -> left.intersection(right.complement());
        };
    }

    private Optional<RealSet> union(List<Expr> elements, boolean alternatives) {
        if (elements.size() > MOST_ELEMENTS) {
            return Optional.empty();
        }
        RealSet union = RealSet.EMPTY;
        RealSet common = RealSet.ALL;
        for (Expr element : elements) {
            Optional<RealSet> set =
                    element instanceof Relation relation ? solutions(relation) : of(element);
            if (set.isEmpty()) {
                return set;
            }
            union = union.union(set.get());
            common = common.intersection(set.get());
        }
        // Conditions that can hold together must hold together; others are alternatives.
        boolean conditions =
                !alternatives
                        && elements.stream().allMatch(Relation.class::isInstance)
                        && !common.intervals().isEmpty();
        return Optional.of(conditions ? common : union);
    }

    private Optional<RealSet> interval(Tuple tuple) {
        Optional<End> low = end(tuple.elements().get(0), tuple.leftClosed());
        Optional<End> high = end(tuple.elements().get(1), tuple.rightClosed());
        if (low.isEmpty() || high.isEmpty() || !low.get().before(high.get())) {
            return Optional.empty();
        }
        return Optional.of(RealSet.of(low.get(), high.get()));
    }

    private Optional<End> end(Expr expr, boolean closed) {
        int infinite = Infinities.sign(expr);
        if (infinite != 0) {
            return Optional.of(infinite > 0 ? RealSet.PLUS_INFINITY : RealSet.MINUS_INFINITY);
        }
        if (Variables.isAny(expr)) {
            return Optional.empty();
        }
        Ball value = Numeric.value(expr, new Probe(0, Probe.Domain.REAL), budget);
        return value.isKnown() && value.mayBeReal()
                ? Optional.of(new End(value.re(), expr, closed))
                : Optional.empty();
    }

    /** The solutions of a relation in one variable, or in one expression with a name. */
    Optional<RealSet> solutions(Relation relation) {
        List<Operator> operators = relation.operators();
        List<Expr> operands = relation.operands();
        if (operators.size() == 1 && operators.get(0) == Operator.IN) {
            return of(operands.get(1));
        }
        if (operators.size() == 2) {
            Optional<RealSet> left = single(operands.get(0), operators.get(0), operands.get(1));
            Optional<RealSet> right = single(operands.get(1), operators.get(1), operands.get(2));
            return left.flatMap(a -> right.map(a::intersection));
        }
        return operators.size() == 1
                ? single(operands.get(0), operators.get(0), operands.get(1))
                : Optional.empty();
    }

    private Optional<RealSet> single(Expr left, Operator operator, Expr right) {
        if (Names.isName(left) && !Variables.isAny(right)) {
            return against(left, operator, right);
        }
        if (Names.isName(right) && !Variables.isAny(left)) {
            return against(right, operator.mirrored(), left);
        }
        return linear(left, operator, right);
    }

    private Optional<RealSet> against(Expr name, Operator operator, Expr bound) {
        if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
            return end(bound, true)
                    .map(end -> RealSet.of(end, end))
                    .map(point -> operator == Operator.EQUAL ? point : point.complement());
        }
        if (!operator.isInequality()) {
            return Optional.empty();
        }
        return end(bound, operator.allowsEqual())
                .flatMap(
                        end ->
                                name instanceof Apply apply && apply.function() == Function.ABS
                                        ? symmetric(operator, end)
                                        : Optional.of(ray(operator, end)));
    }

    private static boolean isBelow(Operator operator) {
        return operator == Operator.LESS || operator == Operator.LESS_OR_EQUAL;
    }

    private static RealSet ray(Operator operator, End end) {
        return isBelow(operator)
                ? RealSet.of(RealSet.MINUS_INFINITY, end)
                : RealSet.of(end, RealSet.PLUS_INFINITY);
    }

    /** |x| below or above a bound. */
    private static Optional<RealSet> symmetric(Operator operator, End end) {
        if (end.value() < 0) {
            return Optional.of(isBelow(operator) ? RealSet.EMPTY : RealSet.ALL);
        }
        Expr negated = new Product(List.of(Num.MINUS_ONE, end.expr()));
        End low = new End(-end.value(), negated, end.closed());
        return Optional.of(
                isBelow(operator)
                        ? RealSet.of(low, end)
                        : RealSet.of(RealSet.MINUS_INFINITY, low)
                                .union(RealSet.of(end, RealSet.PLUS_INFINITY)));
    }

    /** Solves an inequality that is linear in its only variable, exactly. */
    private Optional<RealSet> linear(Expr left, Operator operator, Expr right) {
        Expr difference = Scalars.difference(left, right);
        Set<String> names = Variables.of(difference);
        if (names.size() != 1 || operator == Operator.EQUAL) {
            return Optional.empty();
        }
        Sym variable = new Sym(names.iterator().next());
        Optional<Rational> at0 = at(difference, variable, 0);
        Optional<Rational> at1 = at(difference, variable, 1);
        Optional<Rational> at2 = at(difference, variable, 2);
        Optional<Rational> at7 = at(difference, variable, 7);
        if (at0.isEmpty() || at1.isEmpty() || at2.isEmpty() || at7.isEmpty()) {
            return Optional.empty();
        }
        Rational slope = at1.get().plus(at0.get().negate(), budget);
        boolean linear =
                at2.get().equals(at1.get().plus(slope, budget))
                        && at7.get()
                                .equals(
                                        at0.get()
                                                .plus(
                                                        slope.times(Rational.of(7, 1), budget),
                                                        budget));
        if (!linear || slope.signum() == 0) {
            return Optional.empty();
        }
        Rational zero = at0.get().negate().times(slope.reciprocal(), budget);
        Operator direction = slope.signum() > 0 ? operator : operator.mirrored();
        return against(variable, direction, new Num(zero, false));
    }

    private Optional<Rational> at(Expr expr, Sym variable, long value) {
        return Exact.value(Trees.substitute(expr, variable, Num.of(value)), budget);
    }
}
