package io.github.luffyrl.core.metric;

import java.util.Arrays;

/**
 * How well a critic predicts returns (SPEC 3.9).
 *
 * @param values its predictions {critic/values}
 * @param explainedVariance {@code 1 - var(returns - values) / (var(returns) + 1e-5)} with sample
 *     variances {critic/vf_explained_var}; NaN below two tokens
 */
public record ValueMetrics(Summary values, double explainedVariance) {

    private static final double EPSILON = 1e-5;

    /**
     * Measures.
     *
     * @param returns return of each response token that counts
     * @param values prediction for it, as many
     * @return the metrics
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
        return new ValueMetrics(
                Summary.of(Arrays.stream(values)),
                1 - variance(errors) / (variance(returns) + EPSILON));
    }

    private static double variance(double[] numbers) {
        double mean = Arrays.stream(numbers).sum() / numbers.length;
        double squares = Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).sum();
        return numbers.length < 2 ? Double.NaN : squares / (numbers.length - 1);
    }
}
