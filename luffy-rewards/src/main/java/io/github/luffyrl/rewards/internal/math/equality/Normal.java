package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Combined;
import io.github.luffyrl.rewards.internal.math.Expr.ListOf;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Relation;
import io.github.luffyrl.rewards.internal.math.Expr.SetOf;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import io.github.luffyrl.rewards.internal.math.Expr.Sym;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Operator;
import io.github.luffyrl.rewards.internal.math.SetOperation;
import io.github.luffyrl.rewards.internal.math.Trees;
import java.util.ArrayList;
import java.util.List;

/** Brings answers that mean the same into one shape. */
final class Normal {

    private Normal() {}

    /** Expands {@code \pm}, shortens chains of equations and unwraps what holds one thing. */
    static Expr of(Expr expr) {
        if (expr instanceof ListOf list) {
            return list(list);
        }
        if (expr instanceof SetOf set) {
            List<Expr> elements = members(set.elements());
            boolean value = elements.size() == 1 && !isSet(elements.get(0));
            return value ? elements.get(0) : new SetOf(elements);
        }
        if (expr instanceof Text text) {
            return Words.named(text);
        }
        if (expr instanceof Relation relation) {
            Expr same = withoutIdentity(relation);
            return hasPlusMinus(same) ? new ListOf(bothSigns(same)) : same;
        }
        if (expr instanceof Sum sum && isDifferenceOfSets(sum)) {
            Expr removed = ((Product) sum.terms().get(1)).factors().get(1);
            return new Combined(SetOperation.DIFFERENCE, sum.terms().get(0), removed);
        }
        return hasPlusMinus(expr) ? new ListOf(bothSigns(expr)) : expr;
    }

    /** "R - {0}" */
    private static boolean isDifferenceOfSets(Sum sum) {
        return sum.terms().size() == 2
                && sum.terms().get(0) instanceof Sym set
                && !Variables.isAny(set)
                && sum.terms().get(1) instanceof Product product
                && product.factors().size() == 2
                && product.factors().get(0).equals(Num.MINUS_ONE)
                && product.factors().get(1) instanceof SetOf;
    }

    /** "n = 1, 2, 3" gives n three values. */
    private static Expr list(ListOf list) {
        List<Expr> elements = expanded(list.elements());
        if (elements.isEmpty()) {
            return list;
        }
        boolean firstAlone =
                elements.get(0) instanceof Relation
                        && elements.stream().skip(1).noneMatch(Relation.class::isInstance);
        if (firstAlone) {
            Names.assigned((Relation) elements.get(0)).ifPresent(value -> elements.set(0, value));
        }
        return elements.size() == 1 ? elements.get(0) : new ListOf(elements, list.alternatives());
    }

    private static List<Expr> expanded(List<Expr> elements) {
        List<Expr> expanded = new ArrayList<>(elements.size());
        for (Expr element : elements) {
            Expr normal = of(element);
            if (normal instanceof ListOf list) {
                expanded.addAll(list.elements());
            } else {
                expanded.add(normal);
            }
        }
        return expanded;
    }

    /** As {@link #expanded}, but a set within a set stays one: {{1}} is not {1}. */
    private static List<Expr> members(List<Expr> elements) {
        List<Expr> members = new ArrayList<>(elements.size());
        for (Expr element : elements) {
            if (element instanceof SetOf inner) {
                members.add(new SetOf(members(inner.elements())));
            } else {
                members.addAll(expanded(List.of(element)));
            }
        }
        return members;
    }

    private static boolean hasPlusMinus(Expr expr) {
        return Trees.any(expr, Sym.PLUS_MINUS::equals);
    }

    private static List<Expr> bothSigns(Expr expr) {
        return List.of(
                Trees.substitute(expr, Sym.PLUS_MINUS, Num.ONE),
                Trees.substitute(expr, Sym.PLUS_MINUS, Num.MINUS_ONE));
    }

    private static boolean isSet(Expr expr) {
        return expr instanceof Relation || expr instanceof SetOf || expr.equals(Sym.EMPTY_SET);
    }

    /** A sign of identity is one of equality, unless it is about remainders. */
    private static Relation withoutIdentity(Relation relation) {
        List<Operator> operators = new ArrayList<>(relation.operators());
        operators.replaceAll(
                operator -> operator == Operator.EQUIVALENT ? Operator.EQUAL : operator);
        return new Relation(relation.operands(), operators);
    }

    /** "x = 2 * 5 = 10" is x = 10, and "x = 1/3 = about 0.33" is x = 1/3. */
    static Relation shortened(Relation chain) {
        int approximate = chain.operators().indexOf(Operator.APPROXIMATELY);
        int last = approximate > 0 ? approximate : chain.operators().size();
        return new Relation(
                List.of(chain.operands().get(0), chain.operands().get(last)),
                List.of(Operator.EQUAL));
    }
}
