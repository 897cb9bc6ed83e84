package io.github.luffyrl.rewards.internal.math.evaluate;

import io.github.luffyrl.rewards.internal.math.Binder;
import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.Bound;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Scaled;
import io.github.luffyrl.rewards.internal.math.Expr.SetOf;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Scale;
import io.github.luffyrl.rewards.internal.math.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates expressions at a {@link Probe}, with an error bound. */
public final class Numeric {

    private static final int LONGEST_SERIES = 2_000;
    private static final int SAMPLES = 3;

    /** The values that an operation on an unknown function is made of, whatever point is probed. */
    private static final Probe FIXED = new Probe(0x5EED, Probe.Domain.COMPLEX);

    private final Probe probe;
    private final Budget budget;
    private final Map<String, Ball> bound = new HashMap<>();

    private Numeric(Probe probe, Budget budget) {
        this.probe = probe;
        this.budget = budget;
    }

    /**
     * Evaluates an expression.
     *
     * @param expr a scalar
     * @param probe the values of its variables
     * @param budget pays for it
     * @return its value; {@link Ball#UNKNOWN} where it has none
     */
    public static Ball value(Expr expr, Probe probe, Budget budget) {
        return new Numeric(probe, budget).evaluate(expr);
    }

    private Ball evaluate(Expr expr) {
        budget.spend(60);
        if (expr instanceof Num number) {
            return rational(number.value());
        }
        if (expr instanceof Sym symbol) {
            return symbol(symbol.name());
        }
        if (expr instanceof Sum sum) {
            Ball total = Ball.ZERO;
            for (Expr term : sum.terms()) {
                total = total.plus(evaluate(term));
            }
            return total;
        }
        if (expr instanceof Product product) {
            Ball total = Ball.ONE;
            for (Expr factor : product.factors()) {
                total = total.times(evaluate(factor));
            }
            return total;
        }
        if (expr instanceof Power power) {
            Ball base = evaluate(power.base());
            Ball exponent = evaluate(power.exponent());
            boolean undefined = base.size() == 0 && !(power.exponent() instanceof Num);
            return undefined ? Ball.UNKNOWN : inDomain(base.power(exponent)); // 0^n may be 1
        }
        if (expr instanceof Scaled scaled) {
            Ball value = evaluate(scaled.value());
            return scaled.scale() == Scale.PERCENT
                    ? value.dividedBy(Ball.exact(100))
                    : value.times(Ball.rounded(Math.PI / 180));
        }
        if (expr instanceof Apply apply) {
            Optional<Rational> exact =
                    apply.function().isOfIntegers() ? Exact.value(apply, budget) : Optional.empty();
            if (exact.isPresent()) {
                return rational(exact.get());
            }
            List<Ball> arguments = evaluateAll(apply.arguments());
            boolean step = apply.function() == Function.FLOOR || apply.function() == Function.CEIL;
            if (step && probe.real() && !NumericFunctions.isNearlyWhole(arguments.get(0))) {
                // Steps agree on long stretches of the real line without being equal.
                return unknownFunction(apply.function().name(), arguments);
            }
            Ball value = NumericFunctions.apply(apply.function(), arguments);
            return value == null
                    ? unknownFunction(apply.function().name(), arguments)
                    : inDomain(value);
        }
        if (expr instanceof Opaque opaque) {
            return unknownFunction(opaque.name(), evaluateAll(opaque.arguments()));
        }
        if (expr instanceof Bound binding) {
            return series(binding);
        }
        if (expr instanceof SetOf set && set.elements().size() == 1) {
            return evaluate(set.elements().get(0)); // braces for parentheses
        }
        return Ball.UNKNOWN;
    }

    /** On the real line, the root of a negative number is not defined. */
    private Ball inDomain(Ball value) {
        return probe.real() && !value.mayBeReal() ? Ball.UNKNOWN : value;
    }

    private List<Ball> evaluateAll(List<Expr> exprs) {
        List<Ball> values = new ArrayList<>(exprs.size());
        for (Expr expr : exprs) {
            values.add(evaluate(expr));
        }
        return values;
    }

    private static Ball rational(Rational value) {
        double nearest = value.toDouble();
        boolean exact = value.isInteger() && value.bits() <= 53;
        return exact ? Ball.exact(nearest) : Ball.rounded(nearest);
    }

    private Ball symbol(String name) {
        Ball value = bound.get(name);
        if (value != null) {
            return value;
        }
        return switch (name) {
            case "pi" -> Ball.rounded(Math.PI);
            case "e" -> Ball.rounded(Math.E);
            case "i" -> Ball.I;
            case "\u221e" -> Ball.UNKNOWN;
            default -> probe.value(name);
        };
    }

    /**
     * A function of which only the name is known is taken for a fixed quadratic polynomial: equal
     * arguments give equal values, and others differ.
     */
    private static Ball unknownFunction(String name, List<Ball> arguments) {
        Ball total = FIXED.value(name);
        for (int i = 0; i < arguments.size(); i++) {
            Ball argument = arguments.get(i);
            Ball linear = FIXED.value(name + " " + i);
            Ball square = FIXED.value(name + " square " + i);
            total = total.plus(argument.times(linear.plus(argument.times(square))));
        }
        return total;
    }

    private Ball series(Bound series) {
        Optional<Rational> from = Optional.empty();
        Optional<Rational> to = Optional.empty();
        if (series.range().size() == 2) {
            from = Exact.value(series.range().get(0), budget);
            to = Exact.value(series.range().get(1), budget);
        }
        boolean finite =
                (series.binder() == Binder.SUM || series.binder() == Binder.PRODUCT)
                        && from.filter(Rational::isSmallInteger).isPresent()
                        && to.filter(Rational::isSmallInteger).isPresent();
        if (!finite) {
            return functional(series);
        }
        long first = from.get().numerator().longValue();
        long last = to.get().numerator().longValue();
        if (last - first > LONGEST_SERIES) {
            return functional(series);
        }
        boolean sum = series.binder() == Binder.SUM;
        Ball total = sum ? Ball.ZERO : Ball.ONE;
        for (long k = first; k <= last; k++) {
            Ball term = withValue(series.variable(), Ball.exact((double) k), series.body());
            total = sum ? total.plus(term) : total.times(term);
        }
        return total;
    }

    /** An integral or limit is taken for a fixed function of its body at a few points. */
    private Ball functional(Bound series) {
        List<Ball> parts = new ArrayList<>(evaluateAll(finite(series.range())));
        String kind = series.binder().name() + parts.size();
        for (int i = 0; i < SAMPLES; i++) {
            Ball sample = FIXED.value(kind + " sample " + i);
            parts.add(withValue(series.variable(), sample, series.body()));
        }
        return unknownFunction(kind, parts);
    }

    /** Infinite ends of a range are marked by values of their own. */
    private static List<Expr> finite(List<Expr> range) {
        List<Expr> ends = new ArrayList<>(range.size());
        for (Expr end : range) {
            ends.add(Trees.substitute(end, Sym.INFINITY, new Sym("infinite end")));
        }
        return ends;
    }

    private Ball withValue(String variable, Ball value, Expr body) {
        Ball outer = bound.put(variable, value);
        Ball result = evaluate(body);
        if (outer == null) {
            bound.remove(variable);
        } else {
            bound.put(variable, outer);
        }
        return result;
    }
}
