package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Ratio;
import java.util.List;

/** Compares ratios: part by part, or two parts with a quotient. */
final class Ratios {

    private final Equivalence equivalence;

    Ratios(Equivalence equivalence) {
        this.equivalence = equivalence;
    }

    /** 2:4 is 1:2. */
    private Outcome proportional(Ratio a, Ratio b) {
        if (a.parts().size() != b.parts().size()) {
            return Outcome.DIFFERENT;
        }
        Outcome outcome = Outcome.EQUAL;
        for (int i = 1; i < a.parts().size() && outcome == Outcome.EQUAL; i++) {
            Expr left = new Product(List.of(a.parts().get(0), b.parts().get(i)));
            Expr right = new Product(List.of(a.parts().get(i), b.parts().get(0)));
            outcome = equivalence.same(left, right);
        }
        return outcome;
    }

    /** Whether it may be a time of day, of which 12:30 and 6:15 are two. */
    private static boolean isTime(Ratio ratio) {
        return ratio.parts().stream().anyMatch(Ratios::mayBeMinutes);
    }

    private static boolean mayBeMinutes(Expr part) {
        return !(part instanceof Num number)
                || number.value().signum() == 0
                || number.value().numerator().bitLength() > 3;
    }

    Outcome compare(Expr left, Expr right) {
        if (left instanceof Ratio a && right instanceof Ratio b) {
            return equivalence
                    .pairwise(a.parts(), b.parts())
                    .or(() -> isTime(a) || isTime(b) ? Outcome.DIFFERENT : proportional(a, b));
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
