package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.Bound;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Scaled;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Scale;
import io.github.luffyrl.rewards.internal.math.Trees;
import io.github.luffyrl.rewards.internal.math.evaluate.Ball;
import io.github.luffyrl.rewards.internal.math.evaluate.Exact;
import io.github.luffyrl.rewards.internal.math.evaluate.Modular;
import io.github.luffyrl.rewards.internal.math.evaluate.Numeric;
import io.github.luffyrl.rewards.internal.math.evaluate.Probe;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares values: exactly when both are rational, else at several points with error bounds. A
 * decimal number is compared to so many decimals.
 */
final class Scalars {

    private static final double LARGEST_RELATIVE_ERROR = 1e-8;
    private static final double SMALLEST_SEEN_TERM = 1e-12;
    private static final double SMALLEST_ROUNDED = 1e-4;
    private static final double TOLERANCE_OF_SMALL = 5e-3;
    private static final int COMPLEX_POINTS = 3;
    private static final int REAL_POINTS = 16;
    private static final int POSITIVE_POINTS = 6;
    private static final int REAL_POINTS_AGREED = 3;
    private static final double DIGITS_LOST = 1e-6;
    private static final int LONGEST_SEEN = 40; // bits of a rational number that doubles tell apart
    private static final double SMALLEST_SEEN_EXPONENT = 1e-12;
    private static final double[] FAR_OUT = {10, 100, 1_000};
    private static final int FAR_POINTS = 5;

    private final int decimals;
    private final Budget budget;

    Scalars(int decimals, Budget budget) {
        this.decimals = decimals;
        this.budget = budget;
    }

    Outcome compare(Expr left, Expr right) {
        if (left.equals(right)) {
            return Outcome.EQUAL;
        }
        boolean scaled =
                Trees.any(left, Scaled.class::isInstance)
                        || Trees.any(right, Scaled.class::isInstance);
        if (!scaled) {
            return plain(Divisors.resolved(left, budget), Divisors.resolved(right, budget));
        }
        Outcome outcome = Outcome.DIFFERENT;
        for (boolean percentAsNumber : choices(left, right, Scale.PERCENT)) {
            for (boolean degreeAsNumber : choices(left, right, Scale.DEGREE)) {
                Expr a = resolved(left, percentAsNumber, degreeAsNumber);
                Expr b = resolved(right, percentAsNumber, degreeAsNumber);
                outcome = outcome.or(() -> plain(a, b));
            }
        }
        return outcome;
    }

    /** A sign that only one side has may be meant, or may be left out. */
    private static List<Boolean> choices(Expr left, Expr right, Scale scale) {
        boolean inLeft = has(left, scale);
        boolean inRight = has(right, scale);
        return inLeft == inRight ? List.of(false) : List.of(true, false);
    }

    private static boolean has(Expr expr, Scale scale) {
        if (expr instanceof Apply apply && apply.function().takesAngle()) {
            return false;
        }
        if (expr instanceof Scaled scaled && scaled.scale() == scale) {
            return true;
        }
        for (Expr child : expr.children()) {
            if (has(child, scale)) {
                return true;
            }
        }
        return false;
    }

    private Expr resolved(Expr expr, boolean percentAsNumber, boolean degreeAsNumber) {
        return Divisors.resolved(unscaled(expr, percentAsNumber, degreeAsNumber), budget);
    }

    private static Expr unscaled(Expr expr, boolean percentAsNumber, boolean degreeAsNumber) {
        if (expr instanceof Apply apply && apply.function().takesAngle()) {
            return Trees.rewrite(expr, part -> unscaledPart(part, percentAsNumber, false));
        }
        List<Expr> children = expr.children();
        if (children.isEmpty()) {
            return expr;
        }
        List<Expr> rewritten =
                children.stream()
                        .map(child -> unscaled(child, percentAsNumber, degreeAsNumber))
                        .toList();
        Expr copy = rewritten.equals(children) ? expr : expr.withChildren(rewritten);
        return unscaledPart(copy, percentAsNumber, degreeAsNumber);
    }

    private static Expr unscaledPart(Expr part, boolean percentAsNumber, boolean degreeAsNumber) {
        if (!(part instanceof Scaled scaled)) {
            return part;
        }
        boolean percent = scaled.scale() == Scale.PERCENT;
        if (percent ? percentAsNumber : degreeAsNumber) {
            return scaled.value();
        }
        Num factor = new Num(Rational.of(1, percent ? 100 : 180), false);
        return percent
                ? new Product(List.of(scaled.value(), factor))
                : new Product(List.of(scaled.value(), factor, Sym.PI));
    }

    private Outcome plain(Expr left, Expr right) {
        if (left.equals(right)) {
            return Outcome.EQUAL;
        }
        Infinities infinities = Infinities.of(left, right);
        if (infinities != Infinities.NONE) {
            return Outcome.of(infinities == Infinities.SAME);
        }
        boolean decimal = isDecimal(left) || isDecimal(right);
        Optional<Rational> a = Exact.value(left, budget);
        Optional<Rational> b = Exact.value(right, budget);
        if (a.isPresent() && b.isPresent()) {
            boolean equal = a.equals(b) || (decimal && roundsTo(a.get(), b.get()));
            return Outcome.of(equal);
        }
        Canonical canonical = Canonical.of(List.of(left, right));
        Expr first = canonical.named(left);
        Expr second = canonical.named(right);
        Outcome probed = probe(first, second, decimal);
        if (probed == Outcome.DIFFERENT) {
            return probed;
        }
        // A long rational number may agree with an irrational one to all digits that are seen.
        boolean longer =
                !decimal && a.or(() -> b).filter(value -> value.bits() > LONGEST_SEEN).isPresent();
        return longer ? Outcome.UNDECIDED : confirmed(first, second, decimal, probed);
    }

    /** Rational functions are told apart exactly, where doubles may see no difference. */
    private Outcome confirmed(Expr left, Expr right, boolean decimal, Outcome probed) {
        OptionalLong a = Modular.value(left, budget);
        OptionalLong b = a.isEmpty() ? a : Modular.value(right, budget);
        boolean rounded = decimal && !Variables.isAny(left) && !Variables.isAny(right);
        if (b.isPresent() && !rounded) {
            return Outcome.of(a.getAsLong() == b.getAsLong());
        }
        boolean lost = !rounded && (losesTerm(left) || losesTerm(right));
        return lost ? Outcome.UNDECIDED : probed;
    }

    /**
     * Whether a rational term is too small beside the others to leave a trace in the value. Small
     * irrational terms are what conjugates are made of, and seldom a slip.
     */
    private boolean losesTerm(Expr expr) {
        return Trees.any(
                expr,
                part ->
                        (part instanceof Sum sum && losesTerm(sum))
                                || (part instanceof Power power && losesExponent(power)));
    }

    /** A power whose exponent is so small that its value is nearly 1. */
    private boolean losesExponent(Power power) {
        return Exact.value(power.exponent(), budget)
                .filter(exponent -> exponent.signum() != 0)
                .filter(exponent -> Math.abs(exponent.toDouble()) < SMALLEST_SEEN_EXPONENT)
                .isPresent();
    }

    private boolean losesTerm(Sum sum) {
        double least = Double.POSITIVE_INFINITY;
        double largest = 0;
        for (Expr term : sum.terms()) {
            Ball value = Numeric.value(term, new Probe(0, Probe.Domain.COMPLEX), budget);
            if (value.isKnown() && value.size() > value.radius()) {
                largest = Math.max(largest, value.size());
                boolean rational = Exact.value(term, budget).isPresent();
                least = rational ? Math.min(least, value.size()) : least;
            }
        }
        return least < SMALLEST_SEEN_TERM * largest;
    }

    private static boolean isDecimal(Expr expr) {
        return Trees.any(expr, part -> part instanceof Num number && number.decimal());
    }

    private boolean roundsTo(Rational a, Rational b) {
        BigDecimal rounded = a.rounded(decimals);
        return rounded.compareTo(b.rounded(decimals)) == 0
                && (Math.abs(a.toDouble()) >= SMALLEST_ROUNDED
                        || isClose(a.toDouble(), b.toDouble()));
    }

    /** Rounding says nothing about numbers that are small beside the last decimal. */
    private static boolean isClose(double a, double b) {
        return Math.abs(a - b) <= TOLERANCE_OF_SMALL * Math.max(Math.abs(a), Math.abs(b));
    }

    private Outcome probe(Expr left, Expr right, boolean decimal) {
        boolean constant = !Variables.isAny(left) && !Variables.isAny(right);
        Outcome outcome = Outcome.EQUAL;
        for (int seed = 0; seed < (constant ? 1 : COMPLEX_POINTS); seed++) {
            Probe point = new Probe(seed, Probe.Domain.COMPLEX);
            Ball a = Numeric.value(left, point, budget);
            Ball b = Numeric.value(right, point, budget);
            Outcome here = compare(a, b);
            if (constant && decimal && here == Outcome.DIFFERENT) {
                here = Outcome.of(roundsTo(a, b));
            }
            outcome = outcome.and(here);
        }
        if (!constant && hasBranches(left, right)) {
            outcome = probeReals(left, right, outcome);
        }
        boolean integral =
                Trees.any(left, Bound.class::isInstance)
                        || Trees.any(right, Bound.class::isInstance);
        return outcome == Outcome.DIFFERENT && integral ? Outcome.UNDECIDED : outcome;
    }

    private static boolean hasBranches(Expr left, Expr right) {
        return Trees.any(left, Scalars::isBranched) || Trees.any(right, Scalars::isBranched);
    }

    private static boolean isBranched(Expr part) {
        return part instanceof Apply
                || (part instanceof Power power
                        && !(power.exponent() instanceof Num exponent
                                && exponent.value().isInteger()));
    }

    /**
     * Functions such as |x| and the root of x squared agree wherever both are real; |x + 100| and x
     * + 100 do not, far from 0.
     */
    private Outcome probeReals(Expr left, Expr right, Outcome otherwise) {
        int agreed = 0;
        for (int seed = 100; seed < 100 + REAL_POINTS; seed++) {
            boolean positive = seed < 100 + POSITIVE_POINTS;
            Probe point = new Probe(seed, positive ? Probe.Domain.POSITIVE : Probe.Domain.REAL);
            Ball a = Numeric.value(left, point, budget);
            Ball b = Numeric.value(right, point, budget);
            Outcome here = compare(a, b);
            if (here == Outcome.DIFFERENT) {
                return here;
            }
            agreed += here == Outcome.EQUAL ? 1 : 0;
        }
        Outcome outcome = agreed >= REAL_POINTS_AGREED ? Outcome.EQUAL : otherwise;
        return outcome == Outcome.EQUAL && differFarOut(left, right) ? Outcome.DIFFERENT : outcome;
    }

    private boolean differFarOut(Expr left, Expr right) {
        for (double scale : FAR_OUT) {
            for (int seed = 0; seed < FAR_POINTS; seed++) {
                Probe point = new Probe(200 + seed, Probe.Domain.REAL, scale);
                Ball a = Numeric.value(left, point, budget);
                Ball b = a.isKnown() ? Numeric.value(right, point, budget) : a;
                if (compare(a, b) == Outcome.DIFFERENT) {
                    return true;
                }
            }
        }
        return false;
    }

    static Outcome compare(Ball a, Ball b) {
        if (!a.isKnown() || !b.isKnown()) {
            return Outcome.UNDECIDED;
        }
        double error = a.radius() + b.radius();
        double distance = Math.hypot(a.re() - b.re(), a.im() - b.im());
        double larger = Math.max(a.size(), b.size());
        if (error > DIGITS_LOST * larger) {
            return Outcome.UNDECIDED;
        }
        if (distance > error) {
            return Outcome.DIFFERENT;
        }
        double size = Math.max(1e-3, larger);
        return error <= LARGEST_RELATIVE_ERROR * size ? Outcome.EQUAL : Outcome.UNDECIDED;
    }

    private boolean roundsTo(Ball a, Ball b) {
        return roundsTo(a.re(), b.re()) && roundsTo(a.im(), b.im());
    }

    private boolean roundsTo(double a, double b) {
        if (a == b) {
            return true;
        }
        boolean equal =
                BigDecimal.valueOf(a)
                                .setScale(decimals, RoundingMode.HALF_EVEN)
                                .compareTo(
                                        BigDecimal.valueOf(b)
                                                .setScale(decimals, RoundingMode.HALF_EVEN))
                        == 0;
        return equal && (Math.abs(a) >= SMALLEST_ROUNDED || isClose(a, b));
    }

    /** Left minus right. */
    static Expr difference(Expr left, Expr right) {
        return new Sum(List.of(left, new Product(List.of(Num.MINUS_ONE, right))));
    }
}
