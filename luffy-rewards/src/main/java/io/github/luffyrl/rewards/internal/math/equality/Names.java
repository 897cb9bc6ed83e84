package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Ratio;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Expr.Tuple;
import io.github.luffyrl.rewards.internal.math.Function;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.Trees;
import java.util.List;
import java.util.Optional;

/** Tells an assignment, whose right side is the answer, from an equation. */
final class Names {

    private Names() {}

    /**
     * Whether an expression names a quantity: {@code x}, {@code f(x)}, {@code AB}, {@code |z|},
     * {@code \frac{NO}{BO}}, {@code V_1:V_2}, {@code (p, q)}.
     */
    static boolean isName(Expr expr) {
        if (expr instanceof Sym || expr instanceof Opaque) {
            return Variables.isAny(expr) || expr instanceof Opaque;
        }
        if (expr instanceof Text) {
            return true;
        }
        if (expr instanceof Power power) {
            return power.exponent().equals(Num.MINUS_ONE) && isName(power.base());
        }
        boolean absolute = expr instanceof Apply apply && apply.function() == Function.ABS;
        boolean compound =
                absolute
                        || expr instanceof Product
                        || expr instanceof Ratio
                        || expr instanceof Tuple
                        || expr instanceof ListOf;
        return compound && expr.children().stream().allMatch(Names::isName);
    }

    /** The value that a relation assigns; empty when it is not an assignment. */
    static Optional<Expr> assigned(Relation relation) {
        List<Expr> sides = relation.operands();
        if (sides.size() > 2 && isChain(relation)) {
            return assigned(Normal.shortened(relation));
        }
        if (sides.size() != 2) {
            return Optional.empty();
        }
        Operator operator = relation.operators().get(0);
        if (operator == Operator.IN) {
            boolean element = isName(sides.get(0)) && !(sides.get(1) instanceof Num);
            return element ? Optional.of(sides.get(1)) : Optional.empty();
        }
        if (operator == Operator.APPROXIMATELY
                && !isName(sides.get(0))
                && !Variables.isAny(sides.get(0))) {
            return Optional.of(sides.get(0));
        }
        if (operator != Operator.EQUAL && operator != Operator.APPROXIMATELY) {
            return Optional.empty();
        }
        boolean mirrored = !Variables.isAny(sides.get(0)) && isVariable(sides.get(1));
        if (!mirrored && (isName(sides.get(0)) || !Variables.isAny(sides.get(0)))) {
            return value(sides.get(0), sides.get(1));
        }
        return isName(sides.get(1)) ? value(sides.get(1), sides.get(0)) : Optional.empty();
    }

    private static boolean isVariable(Expr expr) {
        return expr instanceof Sym && Variables.isAny(expr);
    }

    private static boolean isChain(Relation relation) {
        return relation.operators().stream()
                .allMatch(o -> o == Operator.EQUAL || o == Operator.APPROXIMATELY);
    }

    /** A name is not defined by itself. */
    private static Optional<Expr> value(Expr name, Expr value) {
        return Trees.any(value, name::equals) && isName(name)
                ? Optional.empty()
                : Optional.of(value);
    }
}
