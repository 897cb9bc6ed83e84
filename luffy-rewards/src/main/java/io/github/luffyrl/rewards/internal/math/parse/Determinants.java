package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Matrix;
import io.github.luffyrl.rewards.internal.math.Expr.Opaque;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import java.util.ArrayList;
import java.util.List;

/** Expands determinants of up to four rows. */
final class Determinants {

    private static final int MOST_ROWS = 4;

    private Determinants() {}

    static Expr of(Expr expr) {
        if (!(expr instanceof Matrix matrix)
                || matrix.columns() > MOST_ROWS
                || matrix.columns() * matrix.columns() != matrix.entries().size()) {
            return new Opaque("det", List.of(expr));
        }
        return expanded(matrix.entries(), matrix.columns());
    }

    private static Expr expanded(List<Expr> entries, int size) {
        if (size == 1) {
            return entries.get(0);
        }
        List<Expr> terms = new ArrayList<>();
        for (int column = 0; column < size; column++) {
            List<Expr> minor = new ArrayList<>();
            for (int i = size; i < entries.size(); i++) {
                if (i % size != column) {
                    minor.add(entries.get(i));
                }
            }
            Expr term = new Product(List.of(entries.get(column), expanded(minor, size - 1)));
            terms.add(column % 2 == 0 ? term : Build.negative(term));
        }
        return Build.sum(terms);
    }
}
