package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Combined;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Matrix;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Quantity;
import io.github.luffyrl.rewards.internal.math.Expr.Ratio;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.Remarked;
import io.github.luffyrl.rewards.internal.math.Expr.Run;
import io.github.luffyrl.rewards.internal.math.Expr.SetOf;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Expr.Tuple;
import io.github.luffyrl.rewards.internal.math.Trees;
import io.github.luffyrl.rewards.internal.math.evaluate.Exact;
import io.github.luffyrl.rewards.options.RelationComparison;
import io.github.luffyrl.rewards.options.Strictness;
import java.util.List;
import java.util.Optional;

/** Compares what gold and prediction mean. Serves one comparison. */
public final class Equivalence {

    private final Strictness strictness;
    private final RelationComparison relationComparison;
    private final Budget budget;
    private final Scalars scalars;
    private final Collections collections;
    private final Relations relations;
    private final RealSets realSets;

    /**
     * Creates a comparison.
     *
     * @param decimals to which a decimal number is compared with an exact one
     * @param strictness how much of the writing counts
     * @param relationComparison which side may be a relation where the other is a set
     * @param budget pays for it
     */
    public Equivalence(
            int decimals,
            Strictness strictness,
            RelationComparison relationComparison,
            Budget budget) {
        this.strictness = strictness;
        this.relationComparison = relationComparison;
        this.budget = budget;
        this.scalars = new Scalars(decimals, budget);
        this.realSets = new RealSets(budget);
        this.collections = new Collections(this, strictness, budget);
        this.relations = new Relations(this, realSets, budget);
    }

    /**
     * Compares two answers.
     *
     * @param gold the right one
     * @param prediction the other
     * @return whether they mean the same
     * @throws io.github.luffyrl.rewards.internal.math.BudgetExceededException if it takes too much
     */
    public Outcome compare(Expr gold, Expr prediction) {
        Outcome outcome = same(gold, prediction);
        return strictness == Strictness.LENIENT
                ? outcome.or(() -> new Renaming(this).lenient(gold, prediction))
                : outcome;
    }

    Outcome same(Expr left, Expr right) {
        budget.spend(20);
        if (left instanceof Num a && right instanceof Num b && !a.decimal() && !b.decimal()) {
            return Outcome.of(a.value().equals(b.value())); // most of what long lists hold
        }
        budget.enter();
        Expr gold = Matrices.combined(onceOnly(Normal.of(left)));
        Expr prediction = Matrices.combined(onceOnly(Normal.of(right)));
        Outcome outcome = marked(gold, prediction);
        budget.leave();
        return outcome;
    }

    /** "3/4 or 0.75" is one value, written twice. */
    private Expr onceOnly(Expr expr) {
        if (!(expr instanceof ListOf list) || list.elements().size() != 2) {
            return expr;
        }
        Expr first = list.elements().get(0);
        Expr second = list.elements().get(1);
        boolean restated = isDecimal(first) != isDecimal(second);
        return restated && Exact.value(first, budget).equals(Exact.value(second, budget))
                ? (isDecimal(first) ? second : first)
                : expr;
    }

    private static boolean isDecimal(Expr expr) {
        return expr instanceof Num number && number.decimal();
    }

    /** Compares what is around a value: remarks, units, and letters whose order counts. */
    private Outcome marked(Expr gold, Expr prediction) {
        if (gold instanceof Remarked || prediction instanceof Remarked) {
            return new Renaming(this).remarked(gold, prediction);
        }
        if (gold instanceof Run a && prediction instanceof Run b) {
            return Outcome.of(a.equals(b));
        }
        if (gold instanceof Run || prediction instanceof Run) {
            return normal(product(gold), product(prediction));
        }
        boolean relation = gold instanceof Relation || prediction instanceof Relation;
        if (!relation && (gold instanceof Quantity || prediction instanceof Quantity)) {
            return new Quantities(this, budget).compare(gold, prediction);
        }
        return normal(gold, prediction);
    }

    private static Expr product(Expr expr) {
        return expr instanceof Run run ? new Product(run.letters()) : expr;
    }

    private Outcome normal(Expr gold, Expr prediction) {
        if (gold.equals(prediction)) {
            return Outcome.EQUAL;
        }
        if (gold instanceof Relation a && prediction instanceof Relation b) {
            return relations.compare(a, b).or(() -> new Definitions(this).compare(a, b));
        }
        if (gold instanceof SetOf set
                && set.elements().size() == 1
                && set.elements().get(0) instanceof Relation a
                && prediction instanceof Relation b) {
            return relations.compare(a, b); // {x | x > 1} and x > 1
        }
        if (gold instanceof Relation relation) {
            if (prediction instanceof ListOf || prediction instanceof SetOf) {
                Outcome solved = new Roots(this, budget).compare(relation, prediction);
                if (solved == Outcome.EQUAL) {
                    return solved;
                }
            }
            return relationAnd(relation, prediction, true, true);
        }
        if (prediction instanceof Relation relation) {
            boolean asSet = relationComparison == RelationComparison.EITHER;
            return relationAnd(relation, gold, false, asSet);
        }
        if (gold instanceof Text a && prediction instanceof Text b) {
            return Outcome.of(Words.same(a, b));
        }
        if (gold instanceof Ratio || prediction instanceof Ratio) {
            return new Ratios(this).compare(gold, prediction);
        }
        if (gold instanceof Matrix a && prediction instanceof Matrix b) {
            boolean sameShape =
                    a.columns() == b.columns() && a.entries().size() == b.entries().size();
            return sameShape ? pairwise(a.entries(), b.entries()) : Outcome.DIFFERENT;
        }
        boolean collection = isCollection(gold) || isCollection(prediction);
        if (collection) {
            return collections.compare(gold, prediction).or(() -> asSets(gold, prediction));
        }
        if (isScalar(gold) && isScalar(prediction)) {
            return scalars.compare(gold, prediction);
        }
        if (gold instanceof Product a && prediction instanceof Product b) {
            return pairwise(a.factors(), b.factors()); // words among the factors
        }
        if (gold instanceof Opaque a && prediction instanceof Opaque b) {
            return a.name().equals(b.name())
                    ? pairwise(a.arguments(), b.arguments())
                    : Outcome.DIFFERENT;
        }
        return Outcome.of(gold.equals(prediction));
    }

    static boolean isScalar(Expr expr) {
        return !Trees.any(
                expr,
                part ->
                        part instanceof Text
                                || part instanceof Matrix
                                || part instanceof Quantity
                                || part instanceof Remarked
                                || part instanceof Relation
                                || part instanceof Tuple
                                || part instanceof ListOf
                                || part instanceof Combined
                                || part instanceof Ratio);
    }

    private static boolean isCollection(Expr expr) {
        return expr instanceof ListOf
                || expr instanceof SetOf
                || expr instanceof Tuple
                || expr instanceof Combined
                || expr.equals(Sym.EMPTY_SET);
    }

    /** A relation and something else: its value, or the set of its solutions. */
    private Outcome relationAnd(Relation relation, Expr other, boolean first, boolean asSet) {
        Outcome asValue =
                assigned(relation)
                        .map(value -> first ? same(value, other) : same(other, value))
                        .orElse(Outcome.DIFFERENT);
        return asValue.or(
                () ->
                        asSet && isCollection(other)
                                ? relations.solutionsAre(relation, other)
                                : Outcome.DIFFERENT);
    }

    /** The value that a relation gives; empty when it is none, or says what is false. */
    Optional<Expr> assigned(Relation relation) {
        return Names.assigned(relation).filter(value -> new Chains(this, budget).isTrue(relation));
    }

    private Outcome asSets(Expr gold, Expr prediction) {
        boolean maybe = relationsAllowed(gold) && relationsAllowed(prediction);
        if (!maybe) {
            return Outcome.DIFFERENT;
        }
        Optional<RealSet> a = realSets.of(gold);
        Optional<RealSet> b = a.isEmpty() ? a : realSets.of(prediction);
        return b.isEmpty() ? Outcome.DIFFERENT : same(a.get(), b.get());
    }

    /** Points are compared as points, not as sets: (1, 2) is not the interval ]1, 2[ of a list. */
    private static boolean relationsAllowed(Expr expr) {
        return expr instanceof Combined
                || expr instanceof SetOf
                || expr instanceof Tuple
                || expr.equals(Sym.EMPTY_SET)
                || expr.equals(Sym.REALS)
                || (expr instanceof ListOf list
                        && Variables.of(list).size() <= 1
                        && list.elements().stream()
                                .allMatch(
                                        element ->
                                                element instanceof Relation
                                                        || element instanceof Combined));
    }

    Outcome same(RealSet a, RealSet b) {
        if (a.intervals().size() != b.intervals().size()) {
            return Outcome.DIFFERENT;
        }
        Outcome outcome = Outcome.EQUAL;
        for (int i = 0; i < a.intervals().size() && outcome == Outcome.EQUAL; i++) {
            RealSet.Interval x = a.intervals().get(i);
            RealSet.Interval y = b.intervals().get(i);
            boolean sameBrackets =
                    x.low().closed() == y.low().closed() && x.high().closed() == y.high().closed();
            outcome =
                    !sameBrackets
                            ? Outcome.DIFFERENT
                            : scalars.compare(x.low().expr(), y.low().expr())
                                    .and(scalars.compare(x.high().expr(), y.high().expr()));
        }
        return outcome;
    }

    Outcome values(Expr left, Expr right) {
        return scalars.compare(left, right);
    }

    Outcome pairwise(List<Expr> left, List<Expr> right) {
        if (left.size() != right.size()) {
            return Outcome.DIFFERENT;
        }
        Outcome outcome = Outcome.EQUAL;
        for (int i = 0; i < left.size() && outcome != Outcome.DIFFERENT; i++) {
            outcome = outcome.and(same(left.get(i), right.get(i)));
        }
        return outcome;
    }
}
