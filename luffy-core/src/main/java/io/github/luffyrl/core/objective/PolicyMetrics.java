package io.github.luffyrl.core.objective;

import java.util.OptionalDouble;

/**
 * The means that were measured on a batch. They remember how much they are means of, so those of
 * micro-batches can be joined to those of the whole. A mean of nothing is absent.
 */
public final class PolicyMetrics {

    private static final int METRICS = PolicyMetric.values().length;

    private final double[] sums = new double[METRICS];
    private final double[] counts = new double[METRICS];

    /** Metrics of nothing. */
    public PolicyMetrics() {}

    /**
     * Adds a value to a mean.
     *
     * @param metric which
     * @param value the value
     */
    public void add(PolicyMetric metric, double value) {
        sums[metric.ordinal()] += value;
        counts[metric.ordinal()]++;
    }

    /**
     * Returns the metrics of this batch and another.
     *
     * @param other metrics of the other batch
     * @return new metrics
     */
    public PolicyMetrics plus(PolicyMetrics other) {
        PolicyMetrics both = new PolicyMetrics();
        for (int m = 0; m < METRICS; m++) {
            both.sums[m] = sums[m] + other.sums[m];
            both.counts[m] = counts[m] + other.counts[m];
        }
        return both;
    }

    /**
     * Returns a mean.
     *
     * @param metric which
     * @return empty if there was nothing to take the mean of (SPEC Q9)
     */
    public OptionalDouble mean(PolicyMetric metric) {
        double count = counts[metric.ordinal()];
        return count == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(sums[metric.ordinal()] / count);
    }

    /** The sum that a mean is taken of. */
    double sum(PolicyMetric metric) {
        return sums[metric.ordinal()];
    }
}
