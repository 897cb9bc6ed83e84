package io.github.luffyrl.core.objective;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The means that were measured on a batch. They remember how much they are means of, so those of
 * micro-batches can be joined to those of the whole. A mean of nothing is absent.
 */
public final class PolicyMetrics {

    private static final class Mean {
        private double sum;
        private double count;
    }

    private final Map<PolicyMetric, Mean> means = new EnumMap<>(PolicyMetric.class);

    /** Metrics of nothing. */
    public PolicyMetrics() {
        for (PolicyMetric metric : PolicyMetric.values()) {
            means.put(metric, new Mean());
        }
    }

    private Mean of(PolicyMetric metric) {
        return Objects.requireNonNull(means.get(metric));
    }

    /**
     * Adds a value to a mean.
     *
     * @param metric which
     * @param value the value
     */
    public void add(PolicyMetric metric, double value) {
        Mean mean = of(metric);
        mean.sum += value;
        mean.count++;
    }

    /**
     * Returns the metrics of this batch and another.
     *
     * @param other metrics of the other batch
     * @return new metrics
     */
    public PolicyMetrics plus(PolicyMetrics other) {
        PolicyMetrics both = new PolicyMetrics();
        both.means.forEach(
                (metric, mean) -> {
                    mean.sum = of(metric).sum + other.of(metric).sum;
                    mean.count = of(metric).count + other.of(metric).count;
                });
        return both;
    }

    /**
     * Returns a mean.
     *
     * @param metric which
     * @return empty if there was nothing to take the mean of
     */
    public OptionalDouble mean(PolicyMetric metric) {
        Mean mean = of(metric);
        return mean.count == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean.sum / mean.count);
    }

    /** The sum that a mean is taken of. */
    double sum(PolicyMetric metric) {
        return of(metric).sum;
    }
}
