package io.github.luffyrl.core.metric;

import java.util.DoubleSummaryStatistics;
import java.util.stream.DoubleStream;

/**
 * Mean and extremes of some numbers; all NaN when there are none.
 *
 * @param mean their mean
 * @param max the largest
 * @param min the smallest
 */
public record Summary(double mean, double max, double min) {

    /**
     * Summarises.
     *
     * @param values any number of numbers; a NaN among them makes every figure NaN
     * @return the summary
     */
    public static Summary of(DoubleStream values) {
        DoubleSummaryStatistics all = values.summaryStatistics();
        return all.getCount() == 0
                ? new Summary(Double.NaN, Double.NaN, Double.NaN)
                : new Summary(all.getAverage(), all.getMax(), all.getMin());
    }
}
