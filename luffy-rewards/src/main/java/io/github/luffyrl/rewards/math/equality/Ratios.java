package io.github.luffyrl.rewards.math.equality;

import io.github.luffyrl.rewards.math.expression.Expr;
import io.github.luffyrl.rewards.math.expression.Expr.Num;
import io.github.luffyrl.rewards.math.expression.Expr.Power;
import io.github.luffyrl.rewards.math.expression.Expr.Product;
import io.github.luffyrl.rewards.math.expression.Expr.Ratio;
import java.util.List;

/** Compares ratios: part by part, or two parts with a quotient. */
final class Ratios {

    private final Equivalence equivalence;

    Ratios(Equivalence equivalence) {
        this.equivalence = equivalence;
    }

    Outcome compare(Expr left, Expr right) {
        if (left instanceof Ratio a && right instanceof Ratio b) {
            return equivalence.pairwise(a.parts(), b.parts());
        }
        Ratio ratio = left instanceof Ratio a ? a : (Ratio) right;
        Expr other = left instanceof Ratio ? right : left;
        if (ratio.parts().size() != 2) {
            return Outcome.DIFFERENT;
        }
        Expr quotient =
                new Product(
                        List.of(
                                ratio.parts().get(0),
                                new Power(ratio.parts().get(1), Num.MINUS_ONE)));
        return equivalence.same(quotient, other);
    }
}
