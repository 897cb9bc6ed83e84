package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Apply;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Sum;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Function;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Small expressions, put together. */
final class Build {

    private static final Pattern QUALIFIER =
            Pattern.compile("(?i)(?:.*\\s)?(?:not|than|at least|at most)\\W*");

    private Build() {}

    static Expr negative(Expr expr) {
        if (expr instanceof Num number) {
            return new Num(number.value().negate(), number.decimal());
        }
        return new Product(List.of(Num.MINUS_ONE, expr));
    }

    static Expr reciprocal(Expr expr) {
        return new Power(expr, Num.MINUS_ONE);
    }

    static Expr quotient(Expr above, Expr below) {
        return new Product(List.of(above, reciprocal(below)));
    }

    static Expr apply(Function function, Expr... arguments) {
        return new Apply(function, List.of(arguments));
    }

    static Expr sum(List<Expr> terms) {
        return terms.size() == 1 ? terms.get(0) : new Sum(List.copyOf(terms));
    }

    /** A product without the units in it, unless there is nothing else. */
    static Expr product(List<Expr> factors) {
        if (factors.size() == 1) {
            return factors.get(0);
        }
        List<Expr> values = new ArrayList<>(factors.size());
        StringBuilder words = new StringBuilder();
        for (Expr factor : factors) {
            if (isWords(factor) && !(values.isEmpty() && isQualifier(factor))) {
                words.append(factor instanceof Text text ? text.words() : "").append(' ');
            } else {
                values.add(factor);
            }
        }
        if (values.isEmpty()) {
            return new Text(words.toString().strip());
        }
        return values.size() == 1 ? values.get(0) : new Product(List.copyOf(values));
    }

    /** Words in front of a value that deny it or make it a bound, as in "at least 5". */
    private static boolean isQualifier(Expr factor) {
        return factor instanceof Text text && QUALIFIER.matcher(text.words()).matches();
    }

    /** Text, perhaps squared or divided by, as in {@code \text{m}/\text{s}^2}. */
    static boolean isWords(Expr expr) {
        if (expr instanceof Product product) {
            return product.factors().stream().allMatch(Build::isWords);
        }
        return expr instanceof Text || (expr instanceof Power power && isWords(power.base()));
    }
}
