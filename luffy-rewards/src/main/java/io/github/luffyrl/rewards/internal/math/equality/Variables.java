package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Bound;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import java.util.LinkedHashSet;
import java.util.Set;

/** The free variables of expressions. */
final class Variables {

    private static final Set<String> CONSTANTS =
            Set.of(
                    "pi", "e", "i", "\u221e", "\u00b1", "\u2205", "\u211d", "\u2124", "\u2115",
                    "\u211a", "\u2102");

    private Variables() {}

    static boolean isAny(Expr expr) {
        return !of(expr).isEmpty();
    }

    /** In the order in which they first appear. */
    static Set<String> of(Expr expr) {
        Set<String> names = new LinkedHashSet<>();
        collect(expr, names);
        return names;
    }

    private static void collect(Expr expr, Set<String> names) {
        if (expr instanceof Sym symbol && !CONSTANTS.contains(symbol.name())) {
            names.add(symbol.name());
        }
        if (expr instanceof Bound bound) {
            Set<String> inside = of(bound.body());
            inside.remove(bound.variable());
            names.addAll(inside);
            bound.range().forEach(end -> collect(end, names));
            return;
        }
        for (Expr child : expr.children()) {
            collect(child, names);
        }
    }
}
