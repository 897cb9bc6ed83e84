package io.github.luffyrl.core.prefix;

/**
 * A stream of uniform random numbers, consumed in order. Who plans seeds it, so that a plan is a
 * function of its inputs.
 */
@FunctionalInterface
public interface UniformDraws {

    /**
     * Draws the next number.
     *
     * @return uniform in [0, 1)
     */
    double next();

    /**
     * Draws the next number of a range.
     *
     * @param low lower end, inclusive
     * @param high upper end, at least {@code low}
     * @return {@code low + (high - low) * next()}
     */
    default double between(double low, double high) {
        return low + (high - low) * next();
    }
}
