package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Quantity;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.evaluate.Ball;
import io.github.luffyrl.rewards.internal.math.evaluate.Numeric;
import io.github.luffyrl.rewards.internal.math.evaluate.Probe;
import java.util.List;

/** Checks what a chain of equations says about numbers: "x = 3 = 4" gives x no value. */
final class Chains {

    private static final int MOST_DECIMALS = 15;
    private static final double ROUNDING = 1e-6;

    private final Equivalence equivalence;
    private final Budget budget;

    Chains(Equivalence equivalence, Budget budget) {
        this.equivalence = equivalence;
        this.budget = budget;
    }

    /** Whether all numbers that the signs of equality join are the same, as far as they say. */
    boolean isTrue(Relation relation) {
        List<Expr> operands = relation.operands();
        Expr last = null;
        boolean nearly = false;
        // "x = 1/3, about 1.3": the value is what x equals, however it is rounded
        boolean named =
                Names.isName(operands.get(0)) && relation.operators().get(0) == Operator.EQUAL;
        for (int i = 0; i < operands.size(); i++) {
            nearly |= i > 0 && relation.operators().get(i - 1) == Operator.APPROXIMATELY;
            if (nearly && named) {
                return true;
            }
            Expr operand = value(operands.get(i));
            if (!isNumber(operand)) {
                continue;
            }
            boolean same =
                    last == null
                            || equivalence.same(last, operand) == Outcome.EQUAL
                            || (nearly && isNear(last, operand));
            if (!same) {
                return false;
            }
            last = operand;
        }
        return true;
    }

    private static Expr value(Expr expr) {
        return expr instanceof Quantity quantity ? quantity.value() : expr;
    }

    private static boolean isNumber(Expr expr) {
        return Equivalence.isScalar(expr) && !Names.isName(expr) && !Variables.isAny(expr);
    }

    /**
     * Whether the second number is the first rounded, or cut off, to its decimals; the last of
     * several may be a slip.
     */
    private boolean isNear(Expr exact, Expr rounded) {
        if (!(rounded instanceof Num number)) {
            return false;
        }
        Probe point = new Probe(0, Probe.Domain.COMPLEX);
        Ball a = Numeric.value(exact, point, budget);
        Ball b = Numeric.value(rounded, point, budget);
        int decimals = 0;
        Rational scaled = number.value();
        while (!scaled.isInteger() && decimals < MOST_DECIMALS) {
            scaled = scaled.times(Rational.of(10, 1), budget);
            decimals++;
        }
        if (!a.isKnown() || !b.isKnown() || !a.mayBeReal()) {
            return false;
        }
        double unit = Math.pow(10, -decimals);
        double difference = Math.abs(a.re()) - Math.abs(b.re());
        boolean sameSign = a.re() * b.re() >= 0;
        return sameSign
                && difference < unit
                && difference > -unit * (decimals > 2 ? 1 : 0.5 + ROUNDING);
    }
}
