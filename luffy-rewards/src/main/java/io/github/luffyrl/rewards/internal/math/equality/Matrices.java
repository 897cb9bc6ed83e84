package io.github.luffyrl.rewards.internal.math.equality;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Matrix;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import java.util.ArrayList;
import java.util.List;

/** Multiplies matrices by scalars and adds them up. Products of matrices stay as they are. */
final class Matrices {

    private Matrices() {}

    static Expr combined(Expr expr) {
        if (expr instanceof Product product) {
            return scaled(product);
        }
        if (expr instanceof Sum sum) {
            return added(sum);
        }
        return expr;
    }

    private static Expr scaled(Product product) {
        List<Expr> scalars = new ArrayList<>();
        Matrix matrix = null;
        for (Expr factor : product.factors()) {
            Expr simple = combined(factor);
            if (!(simple instanceof Matrix next)) {
                scalars.add(simple);
            } else if (matrix == null) {
                matrix = next;
            } else {
                return product;
            }
        }
        if (matrix == null) {
            return product;
        }
        List<Expr> entries = new ArrayList<>();
        for (Expr entry : matrix.entries()) {
            List<Expr> factors = new ArrayList<>(scalars);
            factors.add(entry);
            entries.add(new Product(factors));
        }
        return matrix.withChildren(entries);
    }

    private static Expr added(Sum sum) {
        Matrix total = null;
        for (Expr term : sum.terms()) {
            if (!(combined(term) instanceof Matrix next)) {
                return sum;
            }
            if (total == null) {
                total = next;
                continue;
            }
            boolean sameShape =
                    total.columns() == next.columns()
                            && total.entries().size() == next.entries().size();
            if (!sameShape) {
                return sum;
            }
            List<Expr> entries = new ArrayList<>();
            for (int i = 0; i < total.entries().size(); i++) {
                entries.add(new Sum(List.of(total.entries().get(i), next.entries().get(i))));
            }
            total = new Matrix(total.columns(), entries);
        }
        return total == null ? sum : total;
    }
}
