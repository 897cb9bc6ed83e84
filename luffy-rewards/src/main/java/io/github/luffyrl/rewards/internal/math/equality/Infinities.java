package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Bound;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;

/** What can be said of two values one of which may be infinite. */
enum Infinities {
    /** Both are finite. */
    NONE,
    /** Both are the same infinity. */
    SAME,
    /** One is infinite, the other is not, or has another sign. */
    DIFFERENT;

    static Infinities of(Expr left, Expr right) {
        if (!isIn(left) && !isIn(right)) {
            return NONE;
        }
        int sign = sign(left);
        return sign != 0 && sign == sign(right) ? SAME : DIFFERENT;
    }

    /** The end of an infinite sum does not make its value infinite. */
    private static boolean isIn(Expr expr) {
        if (expr instanceof Bound) {
            return false;
        }
        return expr.equals(Sym.INFINITY) || expr.children().stream().anyMatch(Infinities::isIn);
    }

    /** 1 or -1 for an infinity, 0 for anything else. */
    static int sign(Expr expr) {
        if (expr.equals(Sym.INFINITY)) {
            return 1;
        }
        if (expr instanceof Product product
                && product.factors().size() == 2
                && product.factors().get(0) instanceof Num factor
                && product.factors().get(1).equals(Sym.INFINITY)) {
            return factor.value().signum();
        }
        return 0;
    }
}
