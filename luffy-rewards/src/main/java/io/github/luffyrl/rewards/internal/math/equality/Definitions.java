package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Trees;
import java.util.Optional;

/**
 * Compares definitions of functions that differ only in what the function or its letter is called.
 */
final class Definitions {

    private final Equivalence equivalence;

    Definitions(Equivalence equivalence) {
        this.equivalence = equivalence;
    }

    /** f(x) = x + 1 and y = x + 1. */
    Outcome compare(Relation a, Relation b) {
        Expr left = a.operands().get(0);
        Expr right = b.operands().get(0);
        if (left instanceof Opaque f && right instanceof Opaque g && f.name().equals(g.name())) {
            return sameOfOtherLetter(a, f, b, g);
        }
        boolean names =
                (left instanceof Opaque f && right instanceof Sym y && isValue(f, y))
                        || (left instanceof Sym x && right instanceof Opaque g && isValue(g, x));
        Optional<Expr> gold = names ? equivalence.assigned(a) : Optional.empty();
        Optional<Expr> prediction = gold.isEmpty() ? gold : equivalence.assigned(b);
        boolean free =
                prediction.isPresent()
                        && !Trees.any(gold.get(), left::equals)
                        && !Trees.any(gold.get(), right::equals)
                        && !Trees.any(prediction.get(), left::equals)
                        && !Trees.any(prediction.get(), right::equals);
        return free ? equivalence.same(gold.get(), prediction.get()) : Outcome.DIFFERENT;
    }

    /** f(x) = x + 1 and f(t) = t + 1. */
    private Outcome sameOfOtherLetter(Relation a, Opaque f, Relation b, Opaque g) {
        boolean other =
                f.arguments().size() == 1
                        && g.arguments().size() == 1
                        && f.arguments().get(0) instanceof Sym x
                        && g.arguments().get(0) instanceof Sym t
                        && Variables.isAny(x)
                        && !Variables.of(b).contains(x.name())
                        && !Variables.of(a).contains(t.name());
        return other
                ? equivalence.same(
                        a, Trees.substitute(b, (Sym) g.arguments().get(0), f.arguments().get(0)))
                : Outcome.DIFFERENT;
    }

    private static boolean isValue(Opaque function, Sym name) {
        return function.arguments().size() == 1
                && function.arguments().get(0) instanceof Sym argument
                && !argument.equals(name);
    }
}
