package io.github.luffyrl.core.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A 95 % confidence interval.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {

    private static final double Z = 1.959964; // 97.5 % quantile of the standard normal distribution
    private static final double TAIL = 0.025;
    private static final int RESAMPLES = 10_000;

    /**
     * Returns Wilson's score interval of a probability.
     *
     * @param successes 0 to {@code trials}; need not be whole
     * @param trials at least 1
     * @return within 0 to 1
     */
    public static Interval wilson(double successes, int trials) {
        if (!(trials >= 1 && successes >= 0 && successes <= trials)) {
            throw new IllegalArgumentException(
                    successes + " of " + trials + ": need 0 <= successes <= trials >= 1");
        }
        double rate = successes / trials;
        double divisor = trials + Z * Z;
        double centre = (successes + Z * Z / 2) / divisor;
        double half = Z * Math.sqrt(rate * (1 - rate) * trials + Z * Z / 4) / divisor;
        return new Interval(
                successes == 0 ? 0 : centre - half, successes == trials ? 1 : centre + half);
    }

    /**
     * Returns the bootstrap percentile interval of a mean: between the 2.5 % and 97.5 % quantiles
     * of the means of 10,000 resamples.
     *
     * @param values at least one, which are drawn with replacement
     * @param seed of the draws
     * @return the interval; a point when all values are equal
     */
    public static Interval bootstrap(double[] values, long seed) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values to draw from");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[RESAMPLES];
        for (int resample = 0; resample < RESAMPLES; resample++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[resample] = sum / values.length;
        }
        Arrays.sort(means);
        int cut = (int) (TAIL * RESAMPLES);
        return new Interval(means[cut], means[RESAMPLES - 1 - cut]);
    }
}
