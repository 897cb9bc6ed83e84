package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Bound;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Names variables by their order of appearance, so that where expressions are probed, and thus the
 * verdict, does not depend on what they are called.
 */
final class Canonical {

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> functions = new HashMap<>();

    private Canonical() {}

    static Canonical of(List<Expr> exprs) {
        Canonical canonical = new Canonical();
        for (Expr expr : exprs) {
            for (String name : Variables.of(expr)) {
                canonical.names.putIfAbsent(name, "variable " + canonical.names.size());
            }
            canonical.addFunctions(expr);
        }
        return canonical;
    }

    private void addFunctions(Expr expr) {
        if (expr instanceof Opaque opaque) {
            functions.putIfAbsent(opaque.name(), "function " + functions.size());
        }
        expr.children().forEach(this::addFunctions);
    }

    Expr named(Expr expr) {
        return names.isEmpty() && functions.isEmpty() ? expr : renamed(expr);
    }

    private Expr renamed(Expr expr) {
        if (expr instanceof Sym symbol) {
            String name = names.get(symbol.name());
            return name == null ? expr : new Sym(name);
        }
        if (expr instanceof Bound bound && names.containsKey(bound.variable())) {
            return bound.withChildren(shadowed(bound));
        }
        List<Expr> children = expr.children();
        if (children.isEmpty()) {
            return expr;
        }
        Expr copy = expr.withChildren(children.stream().map(this::renamed).toList());
        return copy instanceof Opaque opaque
                ? new Opaque(
                        Objects.requireNonNull(functions.get(opaque.name())), opaque.arguments())
                : copy;
    }

    /** Inside a sum, its own variable hides one of the same name. */
    private List<Expr> shadowed(Bound bound) {
        List<Expr> children = new ArrayList<>();
        bound.range().forEach(end -> children.add(renamed(end)));
        String outer = names.remove(bound.variable());
        children.add(renamed(bound.body()));
        names.put(bound.variable(), outer);
        return children;
    }
}
