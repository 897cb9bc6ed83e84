package io.github.luffyrl.rewards.internal.math.parse;

import io.github.luffyrl.rewards.internal.math.Budget;
import io.github.luffyrl.rewards.internal.math.Expr;
import io.github.luffyrl.rewards.internal.math.Expr.Num;
import io.github.luffyrl.rewards.internal.math.Expr.Power;
import io.github.luffyrl.rewards.internal.math.Expr.Product;
import io.github.luffyrl.rewards.internal.math.Expr.Quantity;
import io.github.luffyrl.rewards.internal.math.Expr.Text;
import io.github.luffyrl.rewards.internal.math.Rational;
import io.github.luffyrl.rewards.internal.math.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a product apart into values and, behind or in front of all of them, their unit. */
final class Measured {

    private final Budget budget;
    private final List<Expr> values = new ArrayList<>();
    private @Nullable Unit unit;
    private boolean valuesBeforeUnit;
    private boolean valuesBehindUnit;
    private String letters = "";

    Measured(Budget budget) {
        this.budget = budget;
    }

    /** Whether every word among the factors is a known unit or scale where one may stand. */
    boolean addAll(List<Expr> factors) {
        for (Expr factor : factors) {
            if (isWords(factor)) {
                if (!addWords(factor)) {
                    return false;
                }
            } else if (factor instanceof Quantity) {
                return false; // "2 hours 30 minutes" is no product
            } else {
                values.add(factor);
                valuesBehindUnit |= unit != null;
                if (valuesBehindUnit && valuesBeforeUnit) {
                    return false;
                }
            }
        }
        return !values.isEmpty();
    }

    /** Text or a unit, perhaps squared or divided by, as in {@code \text{m}/\text{s}^2}. */
    private static boolean isWords(Expr expr) {
        if (expr instanceof Power power) {
            return isWords(power.base());
        }
        return expr instanceof Text
                || (expr instanceof Quantity quantity && quantity.value().equals(Num.ONE));
    }

    private boolean addWords(Expr words) {
        if (words instanceof Text text) {
            Optional<Units.Meaning> meaning = Units.of(text.words(), budget);
            boolean scaled = meaning.filter(m -> !m.scale().equals(Rational.ONE)).isPresent();
            boolean behindUnit = unit != null && valuesBeforeUnit; // "$4 million" is in front
            if (meaning.isEmpty() || (scaled && (values.isEmpty() || behindUnit))) {
                return false;
            }
            if (scaled) {
                values.add(new Num(meaning.get().scale(), false));
            }
            return meaning.get().unit().isEmpty() || addUnit(meaning.get().unit().get());
        }
        if (words instanceof Quantity quantity && unit == null) {
            letters = quantity.letters();
        } else {
            letters = "";
        }
        Optional<Unit> known = unit(words);
        return known.isPresent() && addUnit(known.get());
    }

    private boolean addUnit(Unit next) {
        if (valuesBehindUnit) {
            return false;
        }
        valuesBeforeUnit |= !values.isEmpty();
        unit = unit == null ? next : unit.times(next, budget);
        return true;
    }

    private Optional<Unit> unit(Expr expr) {
        if (expr instanceof Power power
                && power.base() instanceof Text text
                && power.exponent() instanceof Num exponent
                && text.words().contains("/")) { // of "m/s" squared, the s is
            return Units.of(text.words().strip() + "^" + exponent.value(), budget)
                    .filter(meaning -> meaning.scale().equals(Rational.ONE))
                    .flatMap(Units.Meaning::unit);
        }
        if (expr instanceof Quantity quantity) {
            return Optional.of(quantity.unit());
        }
        if (expr instanceof Text text) {
            return Units.of(text.words(), budget)
                    .filter(meaning -> meaning.scale().equals(Rational.ONE))
                    .flatMap(Units.Meaning::unit);
        }
        if (expr instanceof Power power
                && power.exponent() instanceof Num exponent
                && exponent.value().isSmallInteger()) {
            int raised = exponent.value().numerator().intValue();
            return unit(power.base()).map(base -> base.power(raised, budget));
        }
        return Optional.empty();
    }

    Expr product() {
        Expr value = values.size() == 1 ? values.get(0) : new Product(List.copyOf(values));
        return unit == null ? value : new Quantity(value, unit, letters);
    }
}
