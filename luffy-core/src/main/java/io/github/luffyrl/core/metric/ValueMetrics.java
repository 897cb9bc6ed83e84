package io.github.luffyrl.core.metric;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/**
 * How well a critic predicts returns. A figure without a token to take it of is NaN.
 *
 * @param mean of its predictions
 * @param max the largest
 * @param min the smallest
 * @param explainedVariance {@code 1 - var(returns - values) / (var(returns) + 1e-5)} with sample
 *     variances; NaN below two tokens
 */
public record ValueMetrics(double mean, double max, double min, double explainedVariance) {

    private static final double EPSILON = 1e-5;

    /**
     * Measures.
     *
     * @param returns return of each response token that counts
     * @param values prediction for it, as many
     * @return the metrics
     * @throws IllegalArgumentException if the lengths differ
     */
    public static ValueMetrics of(double[] returns, double[] values) {
        if (returns.length != values.length) {
            throw new IllegalArgumentException(
                    returns.length + " returns and " + values.length + " values");
        }
        double[] errors = new double[returns.length];
        for (int t = 0; t < errors.length; t++) {
            errors[t] = returns[t] - values[t];
        }
        boolean none = values.length == 0;
        DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
        return new ValueMetrics(
                none ? Double.NaN : all.getAverage(),
                none ? Double.NaN : all.getMax(),
                none ? Double.NaN : all.getMin(),
                1 - variance(errors) / (variance(returns) + EPSILON));
    }

    private static double variance(double[] numbers) {
        double mean = Arrays.stream(numbers).sum() / numbers.length;
        double squares = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        return numbers.length < 2 ? Double.NaN : squares / (numbers.length - 1);
    }
}
