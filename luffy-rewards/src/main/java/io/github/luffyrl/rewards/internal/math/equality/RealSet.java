package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A set of real numbers, as intervals in order that do not touch. Ends are ordered by their nearest
 * doubles and compared by their expressions.
 */
final class RealSet {

    private static final double SAME_END = 1e-12;

    static final End MINUS_INFINITY =
            new End(
                    Double.NEGATIVE_INFINITY,
                    new Product(List.of(Num.MINUS_ONE, Sym.INFINITY)),
                    false);
    static final End PLUS_INFINITY = new End(Double.POSITIVE_INFINITY, Sym.INFINITY, false);
    static final RealSet EMPTY = new RealSet(List.of());
    static final RealSet ALL = of(MINUS_INFINITY, PLUS_INFINITY);

    private final List<Interval> intervals;

    private RealSet(List<Interval> intervals) {
        this.intervals = intervals;
    }

    /** An end of an interval. */
    record End(double value, Expr expr, boolean closed) {

        End opened(boolean open) {
            return new End(value, expr, closed && !open);
        }

        End flipped() {
            return new End(value, expr, !closed);
        }

        boolean at(End other) {
            if (Double.isInfinite(value) || Double.isInfinite(other.value)) {
                return value == other.value;
            }
            return Math.abs(value - other.value) <= SAME_END * Math.max(1, Math.abs(value));
        }

        boolean before(End other) {
            return !at(other) && value < other.value;
        }
    }

    /** All numbers between two ends. */
    record Interval(End low, End high) {
        boolean isEmpty() {
            return high.before(low) || (low.at(high) && !(low.closed && high.closed));
        }
    }

    static RealSet of(End low, End high) {
        return normalised(List.of(new Interval(low, high)));
    }

    List<Interval> intervals() {
        return intervals;
    }

    RealSet union(RealSet other) {
        List<Interval> all = new ArrayList<>(intervals);
        all.addAll(other.intervals);
        return normalised(all);
    }

    RealSet intersection(RealSet other) {
        List<Interval> common = new ArrayList<>();
        for (Interval a : intervals) {
            for (Interval b : other.intervals) {
                common.add(new Interval(later(a.low, b.low), earlier(a.high, b.high)));
            }
        }
        return normalised(common);
    }

    RealSet complement() {
        List<Interval> gaps = new ArrayList<>();
        End from = MINUS_INFINITY;
        for (Interval interval : intervals) {
            gaps.add(new Interval(from, interval.low.flipped()));
            from = interval.high.flipped();
        }
        gaps.add(new Interval(from, PLUS_INFINITY));
        return normalised(gaps);
    }

    private static End later(End a, End b) {
        return a.at(b) ? a.opened(!b.closed) : a.before(b) ? b : a;
    }

    private static End earlier(End a, End b) {
        return a.at(b) ? a.opened(!b.closed) : a.before(b) ? a : b;
    }

    private static RealSet normalised(List<Interval> intervals) {
        List<Interval> sorted = new ArrayList<>(intervals);
        sorted.removeIf(interval -> isInfinite(interval) || interval.isEmpty());
        sorted.sort(Comparator.comparingDouble(interval -> interval.low.value()));
        List<Interval> merged = new ArrayList<>();
        for (Interval next : sorted) {
            Interval last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            boolean touches =
                    last != null
                            && !last.high.before(next.low)
                            && (!last.high.at(next.low) || last.high.closed || next.low.closed);
            if (last == null || !touches) {
                merged.add(next);
                continue;
            }
            End low = last.low.at(next.low) && next.low.closed ? next.low : last.low;
            boolean further =
                    last.high.before(next.high) || (last.high.at(next.high) && next.high.closed);
            merged.set(merged.size() - 1, new Interval(low, further ? next.high : last.high));
        }
        return new RealSet(merged);
    }

    /** An interval from infinity to infinity, which the ends of a complement may leave. */
    private static boolean isInfinite(Interval interval) {
        return interval.low.value == Double.POSITIVE_INFINITY
                || interval.high.value == Double.NEGATIVE_INFINITY;
    }
}
