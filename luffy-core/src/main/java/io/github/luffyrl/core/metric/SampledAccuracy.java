package io.github.luffyrl.core.metric;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Accuracy on some problems, each tried once or several times. A problem counts the same however
 * often it was tried.
 *
 * <pre>{@code
 * SampledAccuracy accuracy = new SampledAccuracy(List.of(new SampledProblem(32, 5), ..));
 * accuracy.average(); // avg@32
 * accuracy.passAt(8); // pass@8, estimated from 32 samples
 * }</pre>
 *
 * @param problems at least one
 */
public record SampledAccuracy(List<SampledProblem> problems) {

    private static final long SEED = 1; // the same figures always have the same interval

    /** Copies the list. */
    public SampledAccuracy {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem was tried");
        }
        problems = List.copyOf(problems);
    }

    /**
     * Estimated probability, and how sure that is.
     *
     * @param value 0 to 1
     * @param interval 95 %: Wilson's when every problem has the value 0 or 1 or all the same, else
     *     by bootstrap over the problems
     */
    public record Estimate(double value, Interval interval) {}

    /**
     * Returns the mean share of samples that solve a problem: avg@k with {@code k} samples of each.
     *
     * @return the estimate
     */
    public Estimate average() {
        return estimate(SampledProblem::rate);
    }

    /**
     * Returns the mean probability that at least one of {@code k} samples solves a problem.
     *
     * @param k 1 to the least number of samples of a problem
     * @return the estimate
     */
    public Estimate passAt(int k) {
        return estimate(problem -> problem.passAt(k));
    }

    private Estimate estimate(ToDoubleFunction<SampledProblem> value) {
        double[] values = problems.stream().mapToDouble(value).toArray();
        double sum = Arrays.stream(values).sum();
        double first = values[0];
        boolean yesOrNo = Arrays.stream(values).allMatch(v -> v == 0 || v == 1);
        // A bootstrap of equal values would be a point. As a variable within 0 and 1 varies most
        // when
        // it is 0 or 1, Wilson's interval is wide enough.
        boolean equal = Arrays.stream(values).allMatch(v -> v == first);
        return new Estimate(
                sum / values.length,
                yesOrNo || equal
                        ? Interval.wilson(Math.min(sum, values.length), values.length)
                        : Interval.bootstrap(values, SEED));
    }
}
