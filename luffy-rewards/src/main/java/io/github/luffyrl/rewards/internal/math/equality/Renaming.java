package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Remarked;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares answers whose letters may have other names: parameters that a remark introduces. */
final class Renaming {

    private final Equivalence equivalence;

    Renaming(Equivalence equivalence) {
        this.equivalence = equivalence;
    }

    /** Gives the variables of the prediction the names that those of the gold have. */
    Outcome lenient(Expr gold, Expr prediction) {
        List<String> names = new ArrayList<>(Variables.of(gold));
        List<String> others = new ArrayList<>(Variables.of(prediction));
        if (names.size() != others.size() || Set.copyOf(names).equals(Set.copyOf(others))) {
            return Outcome.DIFFERENT;
        }
        return equivalence.same(gold, renamed(prediction, others, names));
    }

    /** A remark may be missing on one side; two must say the same, perhaps of other letters. */
    Outcome remarked(Expr gold, Expr prediction) {
        if (gold instanceof Remarked a && prediction instanceof Remarked b) {
            boolean fits = a.remark().fits(b.remark());
            return fits
                    ? equivalence.same(a.answer(), renamed(b, a.remark().names()))
                    : Outcome.DIFFERENT;
        }
        return equivalence.same(answer(gold), answer(prediction));
    }

    /** An answer whose remark is about these letters. */
    private static Expr renamed(Remarked remarked, List<String> names) {
        List<String> own = remarked.remark().names();
        boolean free = Variables.of(remarked.answer()).stream().noneMatch(names::contains);
        return own.equals(names) || !free
                ? remarked.answer()
                : renamed(remarked.answer(), own, names);
    }

    private static Expr renamed(Expr expr, List<String> from, List<String> to) {
        return Trees.rewrite(
                expr,
                part ->
                        part instanceof Sym symbol && from.contains(symbol.name())
                                ? new Sym(to.get(from.indexOf(symbol.name())))
                                : part);
    }

    private static Expr answer(Expr expr) {
        return expr instanceof Remarked remarked ? remarked.answer() : expr;
    }
}
