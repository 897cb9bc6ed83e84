package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.SetOf;
import io.github.luffyrl.rewards.internal.math.Expr.Tuple;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.evaluate.Exact;
import io.github.luffyrl.rewards.options.Strictness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares points, sets and lists. */
final class Collections {

    private final Equivalence equivalence;
    private final Strictness strictness;
    private final Budget budget;

    Collections(Equivalence equivalence, Strictness strictness, Budget budget) {
        this.equivalence = equivalence;
        this.strictness = strictness;
        this.budget = budget;
    }

    Outcome compare(Expr left, Expr right) {
        if (left instanceof Tuple a && right instanceof Tuple b) {
            return tuples(a, b);
        }
        if (left instanceof Tuple a) {
            return tupleAnd(a, right, true);
        }
        if (right instanceof Tuple b) {
            return tupleAnd(b, left, false);
        }
        boolean lists = isUnordered(left) && isUnordered(right);
        return lists ? lists(left.children(), right.children()) : Outcome.DIFFERENT;
    }

    private static boolean isUnordered(Expr expr) {
        return expr instanceof ListOf || expr instanceof SetOf;
    }

    private Outcome tuples(Tuple a, Tuple b) {
        boolean sameBrackets =
                a.leftClosed() == b.leftClosed() && a.rightClosed() == b.rightClosed();
        if (a.elements().size() == 2 && !sameBrackets) {
            return Outcome.DIFFERENT;
        }
        return equivalence.pairwise(values(a.elements()), values(b.elements()));
    }

    /** A point may be written without its brackets, in its order. */
    private Outcome tupleAnd(Tuple tuple, Expr other, boolean tupleFirst) {
        boolean interval =
                tuple.elements().size() == 2 && (tuple.leftClosed() || tuple.rightClosed());
        if (other instanceof ListOf list && !interval) {
            List<Expr> point = values(tuple.elements());
            List<Expr> values = values(list.elements());
            Outcome ordered =
                    tupleFirst
                            ? equivalence.pairwise(point, values)
                            : equivalence.pairwise(values, point);
            if (ordered == Outcome.EQUAL || strictness == Strictness.STRICT) {
                return ordered;
            }
        }
        return strictness == Strictness.LENIENT && isUnordered(other)
                ? unordered(tuple.elements(), other.children())
                : Outcome.DIFFERENT;
    }

    private Outcome lists(List<Expr> left, List<Expr> right) {
        boolean systems = isSystem(left) || isSystem(right);
        if (!systems) {
            return unordered(values(left), values(right));
        }
        if (isSystem(left) && isSystem(right)) {
            return unordered(left, right);
        }
        return equivalence.pairwise(values(left), values(right));
    }

    /** Assignments to different names, whose order says which value is whose. */
    private static boolean isSystem(List<Expr> elements) {
        Set<Expr> names = new HashSet<>();
        for (Expr element : elements) {
            if (!(element instanceof Relation relation) || Names.assigned(relation).isEmpty()) {
                return elements.stream().anyMatch(Relation.class::isInstance);
            }
            names.add(relation.operands().get(0));
        }
        return names.size() > 1;
    }

    /** The values that assignments give; anything else as it is. */
    private static List<Expr> values(List<Expr> elements) {
        List<Expr> values = new ArrayList<>(elements.size());
        for (Expr element : elements) {
            Optional<Expr> value =
                    Normal.of(element) instanceof Relation relation
                            ? Names.assigned(relation)
                            : Optional.empty();
            values.add(value.orElse(element));
        }
        return values;
    }

    /** Each element of either side must equal one of the other. */
    private Outcome unordered(List<Expr> left, List<Expr> right) {
        Optional<Set<Rational>> a = rationals(left);
        Optional<Set<Rational>> b = a.isEmpty() ? a : rationals(right);
        if (b.isPresent() && a.get().equals(b.get())) {
            return Outcome.EQUAL;
        }
        return covered(left, right, false).and(covered(right, left, true));
    }

    private Outcome covered(List<Expr> elements, List<Expr> others, boolean swapped) {
        Outcome all = Outcome.EQUAL;
        for (Expr element : elements) {
            Outcome found = Outcome.DIFFERENT;
            for (Expr other : others) {
                budget.spend(100);
                found =
                        found.or(
                                () ->
                                        swapped
                                                ? equivalence.same(other, element)
                                                : equivalence.same(element, other));
                if (found == Outcome.EQUAL) {
                    break;
                }
            }
            all = all.and(found);
            if (all == Outcome.DIFFERENT) {
                return all;
            }
        }
        return all;
    }

    private Optional<Set<Rational>> rationals(List<Expr> elements) {
        Set<Rational> values = new HashSet<>();
        for (Expr element : elements) {
            Optional<Rational> value =
                    element instanceof Num number
                            ? Optional.of(number.value())
                            : Exact.value(element, budget);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.add(value.get());
        }
        return Optional.of(values);
    }
}
