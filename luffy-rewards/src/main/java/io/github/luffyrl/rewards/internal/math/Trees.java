package io.github.luffyrl.rewards.internal.math;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Walks over expressions. The depth of what a parser returns is bounded, so recursion is safe. */
public final class Trees {

    private Trees() {}

    /**
     * Returns whether any part of an expression, itself included, is of a kind.
     *
     * @param expr where to look
     * @param kind what to look for
     * @return true when there is one
     */
    public static boolean any(Expr expr, Predicate<Expr> kind) {
        if (kind.test(expr)) {
            return true;
        }
        for (Expr child : expr.children()) {
            if (any(child, kind)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Rewrites an expression from the leaves up.
     *
     * @param expr what to rewrite
     * @param rule given a part whose own parts are rewritten, what to put in its place
     * @return the rewritten expression
     */
    public static Expr rewrite(Expr expr, UnaryOperator<Expr> rule) {
        List<Expr> children = expr.children();
        if (children.isEmpty()) {
            return rule.apply(expr);
        }
        List<Expr> rewritten = new ArrayList<>(children.size());
        boolean changed = false;
        for (Expr child : children) {
            Expr copy = rewrite(child, rule);
            changed |= copy != child;
            rewritten.add(copy);
        }
        return rule.apply(changed ? expr.withChildren(rewritten) : expr);
    }

    /**
     * Puts a value in the place of a symbol.
     *
     * @param expr where
     * @param symbol what to replace
     * @param value with what
     * @return the expression with the value
     */
    public static Expr substitute(Expr expr, Expr.Sym symbol, Expr value) {
        return rewrite(expr, part -> part.equals(symbol) ? value : part);
    }
}
