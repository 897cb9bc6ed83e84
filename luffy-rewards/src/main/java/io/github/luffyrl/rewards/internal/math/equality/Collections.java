package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Combined;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.SetOf;
import io.github.luffyrl.rewards.internal.math.Expr.Tuple;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.SetOperation;
import io.github.luffyrl.rewards.internal.math.evaluate.Exact;
import io.github.luffyrl.rewards.options.Strictness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares points, sets and lists. */
final class Collections {

    private static final int MOST_CHECKED = 20;

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
        if (left instanceof Combined a && right instanceof Combined b) {
            return combined(a, b);
        }
        boolean lists = isUnordered(left) && isUnordered(right);
        return lists ? lists(elements(left), elements(right)) : Outcome.DIFFERENT;
    }

    /** A union and an intersection have no order. */
    private Outcome combined(Combined a, Combined b) {
        if (a.operation() != b.operation()) {
            return Outcome.DIFFERENT;
        }
        Outcome ordered = equivalence.pairwise(a.children(), b.children());
        return a.operation() == SetOperation.DIFFERENCE
                ? ordered
                : ordered.or(
                        () -> equivalence.pairwise(a.children(), List.of(b.right(), b.left())));
    }

    /** A set holds an element once, however often it is written; so does a list of points. */
    private List<Expr> elements(Expr expr) {
        boolean points = expr.children().stream().allMatch(Tuple.class::isInstance);
        if ((expr instanceof ListOf && !points) || expr.children().size() > MOST_CHECKED) {
            return expr.children();
        }
        List<Expr> distinct = new ArrayList<>();
        for (Expr element : expr.children()) {
            List<Expr> known = new ArrayList<>(distinct);
            if (taken(element, known) != Outcome.EQUAL) {
                distinct.add(element);
            }
        }
        return distinct;
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
        boolean named =
                left.stream().anyMatch(Relation.class::isInstance)
                        && right.stream().anyMatch(Relation.class::isInstance);
        if (named) {
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
    private List<Expr> values(List<Expr> elements) {
        List<Expr> values = new ArrayList<>(elements.size());
        for (Expr element : elements) {
            Optional<Expr> value =
                    Normal.of(element) instanceof Relation relation
                            ? equivalence.assigned(relation)
                            : Optional.empty();
            values.add(value.orElse(element));
        }
        return values;
    }

    /** Every element of either side must equal one of the other that no other element equals. */
    private Outcome unordered(List<Expr> left, List<Expr> right) {
        Optional<List<Rational>> a = rationals(left);
        Optional<List<Rational>> b = a.isEmpty() ? a : rationals(right);
        if (b.isPresent() && a.get().equals(b.get())) {
            return Outcome.EQUAL;
        }
        if (left.size() != right.size()) {
            return Outcome.DIFFERENT;
        }
        List<Expr> rest = new ArrayList<>(right);
        Outcome all = Outcome.EQUAL;
        for (Expr element : left) {
            all = all.and(taken(element, rest));
            if (all == Outcome.DIFFERENT) {
                return all;
            }
        }
        return all;
    }

    /** Takes an equal element out of others. */
    private Outcome taken(Expr element, List<Expr> others) {
        Outcome found = Outcome.DIFFERENT;
        for (int i = 0; i < others.size(); i++) {
            budget.spend(100);
            Expr other = others.get(i);
            Outcome outcome =
                    element instanceof SetOf == other instanceof SetOf
                            ? equivalence.same(element, other)
                            : Outcome.DIFFERENT;
            if (outcome == Outcome.EQUAL) {
                others.remove(i);
                return outcome;
            }
            found = outcome == Outcome.UNDECIDED ? outcome : found;
        }
        return found;
    }

    private Optional<List<Rational>> rationals(List<Expr> elements) {
        List<Rational> values = new ArrayList<>(elements.size());
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
        values.sort(null);
        return Optional.of(values);
    }
}
