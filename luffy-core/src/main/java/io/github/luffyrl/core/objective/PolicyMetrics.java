package io.github.luffyrl.core.objective;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The means that were measured on a batch. They remember how much they are means of, so those of
 * micro-batches can be joined to those of the whole. A mean of nothing is absent.
 */
public final class PolicyMetrics {

    private final Map<PolicyMetric, double[]> sums = new EnumMap<>(PolicyMetric.class);

    /** Metrics of nothing. */
    public PolicyMetrics() {}

    /** Adds a value to a mean. */
    void add(PolicyMetric metric, double value) {
        add(metric, value, 1);
    }

    private void add(PolicyMetric metric, double sum, double count) {
        double[] entry = sums.computeIfAbsent(metric, key -> new double[2]);
        entry[0] += sum;
        entry[1] += count;
    }

    /**
     * Returns the metrics of this batch and another.
     *
     * @param other metrics of the other batch
     * @return new metrics
     */
    public PolicyMetrics plus(PolicyMetrics other) {
        PolicyMetrics both = new PolicyMetrics();
        sums.forEach((metric, entry) -> both.add(metric, entry[0], entry[1]));
        other.sums.forEach((metric, entry) -> both.add(metric, entry[0], entry[1]));
        return both;
    }

    /**
     * Returns a mean.
     *
     * @param metric which
     * @return empty if there was nothing to take the mean of (SPEC Q9)
     */
    public OptionalDouble mean(PolicyMetric metric) {
        double[] entry = sums.get(metric);
        return entry == null ? OptionalDouble.empty() : OptionalDouble.of(entry[0] / entry[1]);
    }

    /** The sum that a mean is taken of. */
    double sum(PolicyMetric metric) {
        double[] entry = sums.get(metric);
        return entry == null ? 0 : entry[0];
    }
}
