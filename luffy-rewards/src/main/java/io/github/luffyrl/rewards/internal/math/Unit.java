package io.github.luffyrl.rewards.internal.math;

import java.util.Map;
import java.util.TreeMap;

/**
 * A unit of measurement, or a noun that is counted: a product of powers of base units, times a
 * factor. {@code km/h} is metre to the 1 and second to the -1, times 5/18.
 *
 * @param dimension the exponent of every base unit that is in it; none is 0
 * @param factor how many of the base units it is
 */
public record Unit(Map<String, Integer> dimension, Rational factor) {

    private static final int LARGEST_EXPONENT = 12;

    /** Copies the exponents. */
    public Unit {
        dimension = Map.copyOf(dimension);
    }

    /**
     * Returns a unit of one dimension.
     *
     * @param base its base unit
     * @param factor how many of the base units it is
     * @return the unit
     */
    public static Unit of(String base, Rational factor) {
        return new Unit(Map.of(base, 1), factor);
    }

    /**
     * Returns a product of units, as in {@code N m}.
     *
     * @param other any
     * @param budget pays for it
     * @return the product
     */
    public Unit times(Unit other, Budget budget) {
        Map<String, Integer> sum = new TreeMap<>(dimension);
        other.dimension.forEach((base, exponent) -> sum.merge(base, exponent, Integer::sum));
        sum.values().removeIf(exponent -> exponent == 0);
        return new Unit(sum, factor.times(other.factor, budget));
    }

    /**
     * Returns a power of this unit.
     *
     * @param exponent any
     * @param budget pays for it
     * @return the power
     * @throws BudgetExceededException if the exponent is above 12
     */
    public Unit power(int exponent, Budget budget) {
        if (Math.abs(exponent) > LARGEST_EXPONENT) {
            budget.spendBits(Long.MAX_VALUE);
        }
        Map<String, Integer> scaled = new TreeMap<>();
        dimension.forEach((base, old) -> scaled.put(base, old * exponent));
        scaled.values().removeIf(power -> power == 0);
        return new Unit(scaled, factor.power(exponent, budget));
    }
}
