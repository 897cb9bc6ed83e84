package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.evaluate.Ball;
import io.github.luffyrl.rewards.internal.math.evaluate.Numeric;
import io.github.luffyrl.rewards.internal.math.evaluate.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares equations, inequalities and chains of them. */
final class Relations {

    private static final int POINTS = 4;

    private final Equivalence equivalence;
    private final RealSets realSets;
    private final Budget budget;

    Relations(Equivalence equivalence, RealSets realSets, Budget budget) {
        this.equivalence = equivalence;
        this.realSets = realSets;
        this.budget = budget;
    }

    Outcome compare(Relation a, Relation b) {
        return sideBySide(a, b)
                .or(
                        () ->
                                b.operators().stream().anyMatch(Relations::hasDirection)
                                        ? Outcome.DIFFERENT
                                        : sideBySide(a, mirrored(b)))
                .or(() -> chains(a, b))
                .or(() -> proportional(a, b))
                .or(() -> solutions(a, b));
    }

    private Outcome sideBySide(Relation a, Relation b) {
        return a.operators().equals(b.operators())
                ? equivalence.pairwise(a.operands(), b.operands())
                : Outcome.DIFFERENT;
    }

    /** Arrows and membership read from left to right alone. */
    private static boolean hasDirection(Operator operator) {
        return switch (operator) {
            case TO, IMPLIES, IN, NOT_IN -> true;
            default -> false;
        };
    }

    private static Relation mirrored(Relation relation) {
        List<Expr> operands = new ArrayList<>(relation.operands());
        List<Operator> operators = new ArrayList<>(relation.operators());
        java.util.Collections.reverse(operands);
        java.util.Collections.reverse(operators);
        operators.replaceAll(Operator::mirrored);
        return new Relation(operands, operators);
    }

    /** "x = 2 * 5 = 10" is x = 10. */
    private Outcome chains(Relation a, Relation b) {
        if (a.operators().size() + b.operators().size() <= 2) {
            return Outcome.DIFFERENT;
        }
        Optional<Expr> left = equivalence.assigned(a);
        Optional<Expr> right = left.isEmpty() ? left : equivalence.assigned(b);
        return right.isPresent()
                ? equivalence
                        .same(a.operands().get(0), b.operands().get(0))
                        .and(equivalence.same(left.get(), right.get()))
                : Outcome.DIFFERENT;
    }

    /** Both sides brought to one, the difference of one is a constant times that of the other. */
    private Outcome proportional(Relation a, Relation b) {
        if (a.operators().size() != 1 || b.operators().size() != 1) {
            return Outcome.DIFFERENT;
        }
        Operator first = a.operators().get(0);
        Operator second = b.operators().get(0);
        boolean equations =
                first == second && (first == Operator.EQUAL || first == Operator.NOT_EQUAL);
        boolean inequalities = first.isInequality() && second.isInequality();
        Canonical canonical = Canonical.of(List.of(a, b));
        Expr left = canonical.named(Scalars.difference(a.operands().get(0), a.operands().get(1)));
        Expr right = canonical.named(Scalars.difference(b.operands().get(0), b.operands().get(1)));
        if ((!equations && !inequalities) || !Variables.isAny(left) || !Variables.isAny(right)) {
            return Outcome.DIFFERENT;
        }
        Expr quotient = new Product(List.of(left, new Power(right, Num.MINUS_ONE)));
        Ball ratio = Numeric.value(quotient, new Probe(0, Probe.Domain.COMPLEX), budget);
        if (!ratio.isKnown()) {
            return Outcome.UNDECIDED;
        }
        boolean real = ratio.mayBeReal() && Math.abs(ratio.re()) > ratio.radius();
        if (!real || (inequalities && (ratio.re() > 0 ? second : second.mirrored()) != first)) {
            return Outcome.DIFFERENT;
        }
        Outcome outcome = Outcome.EQUAL;
        for (int seed = 1; seed < POINTS; seed++) {
            Ball other = Numeric.value(quotient, new Probe(seed, Probe.Domain.COMPLEX), budget);
            outcome = outcome.and(Scalars.compare(ratio, other));
        }
        return outcome;
    }

    /** Relations in the same variable with the same solutions. */
    private Outcome solutions(Relation a, Relation b) {
        Set<String> names = Variables.of(a);
        boolean inequality = a.operators().stream().anyMatch(Relations::boundsSet);
        if (!inequality || names.size() != 1 || !names.equals(Variables.of(b))) {
            return Outcome.DIFFERENT;
        }
        Optional<RealSet> left = realSets.solutions(a);
        Optional<RealSet> right = realSets.solutions(b);
        return left.isPresent() && right.isPresent()
                ? equivalence.same(left.get(), right.get())
                : Outcome.DIFFERENT;
    }

    private static boolean boundsSet(Operator operator) {
        return operator.isInequality() || operator == Operator.IN || operator == Operator.NOT_EQUAL;
    }

    Outcome solutionsAre(Relation relation, Expr set) {
        Optional<RealSet> solutions = realSets.solutions(relation);
        Optional<RealSet> other = solutions.isEmpty() ? solutions : realSets.of(set);
        return other.isPresent()
                ? equivalence.same(solutions.get(), other.get())
                : Outcome.DIFFERENT;
    }
}
