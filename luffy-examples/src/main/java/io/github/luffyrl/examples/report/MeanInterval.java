package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.metric.Interval;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The mean of independent measurements, such as the accuracies of runs with different seeds, and
 * its confidence interval.
 *
 * @param mean of the measurements
 * @param halfWidth of the 95 % Student interval around it; NaN for a single measurement
 */
public record MeanInterval(double mean, double halfWidth) {

    /** 97.5 % quantiles of Student's distribution with 1 to 30 degrees of freedom. */
    private static final double[] STUDENT = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
        2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
        2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL = 1.959964;

    /**
     * Averages measurements.
     *
     * @param values at least one
     * @return mean and interval
     */
    public static MeanInterval of(double... values) {
        double mean = DoubleStream.of(values).average().orElseThrow();
        int freedom = values.length - 1;
        if (freedom == 0) {
            return new MeanInterval(mean, Double.NaN);
        }
        double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
        return new MeanInterval(
                mean, quantile(freedom) * Math.sqrt(squares / freedom / (freedom + 1)));
    }

    /**
     * The 97.5 % quantile of Student's distribution; beyond the table by the first three terms of
     * its expansion at the normal one (Abramowitz and Stegun, 26.7.5), exact to three decimals
     * there.
     */
    static double quantile(int freedom) {
        if (freedom <= STUDENT.length) {
            return STUDENT[freedom - 1];
        }
        double z = NORMAL;
        double first = (Math.pow(z, 3) + z) / 4;
        double second = (5 * Math.pow(z, 5) + 16 * Math.pow(z, 3) + 3 * z) / 96;
        double third =
                (3 * Math.pow(z, 7) + 19 * Math.pow(z, 5) + 17 * Math.pow(z, 3) - 15 * z) / 384;
        return z + first / freedom + second / Math.pow(freedom, 2) + third / Math.pow(freedom, 3);
    }

    /**
     * Returns the interval around the mean.
     *
     * @return both ends; NaN for a single measurement
     */
    public Interval interval() {
        return new Interval(mean - halfWidth, mean + halfWidth);
    }

    /**
     * Returns the interval in percent.
     *
     * @return such as {@code 96.1 +- 1.2}
     */
    public String percent() {
        String text = String.format(Locale.ROOT, "%5.1f", 100 * mean);
        return Double.isNaN(halfWidth)
                ? text
                : text + String.format(Locale.ROOT, " +- %.1f", 100 * halfWidth);
    }
}
