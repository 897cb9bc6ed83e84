package io.github.luffyrl.core.metric;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * What the rows of a step were like (SPEC 3.9). The names of the reference's metrics are in braces.
 *
 * @param score rewards of the rows {critic/score}
 * @param reward the same after a penalty in the reward, if any {critic/rewards}
 * @param advantages advantages of the response tokens {critic/advantages}
 * @param returns returns of the response tokens {critic/returns}
 * @param responseLength tokens per response {response_length}
 * @param responseClipRatio share of responses of the greatest length {response_length/clip_ratio}
 * @param promptLength tokens per prompt {prompt_length}
 * @param promptClipRatio share of prompts of the greatest length {prompt_length/clip_ratio}
 * @param onPolicy rows that the policy wrote alone
 * @param offPolicy rows with a demonstration's tokens
 * @param offOnRatio off-policy rows per on-policy row {on_off_metrics/off_on_example_ratio}; NaN
 *     when there is no on-policy row
 */
public record DataMetrics(
        Summary score,
        Summary reward,
        Summary advantages,
        Summary returns,
        Summary responseLength,
        double responseClipRatio,
        Summary promptLength,
        double promptClipRatio,
        Kind onPolicy,
        Kind offPolicy,
        double offOnRatio) {

    /**
     * The rows of one kind; NaN when there are none.
     *
     * @param responseLength mean number of tokens {on_off_metrics/on_response_length_mean, ...}
     * @param score mean reward {on_off_metrics/on_score, ...}
     */
    public record Kind(double responseLength, double score) {}

    /**
     * One row. The arrays hold one number per response token that counts; they are not copied.
     *
     * @param score its reward
     * @param reward its reward after a penalty in the reward, if any
     * @param advantages after {@code core.adjustment}
     * @param returns before it
     * @param promptLength tokens of the prompt
     * @param offPolicy whether any token comes from a demonstration
     */
    public record Row(
            double score,
            double reward,
            double[] advantages,
            double[] returns,
            int promptLength,
            boolean offPolicy) {

        /** Checks the lengths. */
        public Row {
            if (advantages.length != returns.length) {
                throw new IllegalArgumentException(
                        advantages.length + " advantages and " + returns.length + " returns");
            }
        }

        int responseLength() {
            return advantages.length;
        }
    }

    /**
     * Measures.
     *
     * @param rows the rows of a step
     * @param maxPromptLength {@code P}
     * @param maxResponseLength {@code L}
     * @return the metrics
     */
    public static DataMetrics of(List<Row> rows, int maxPromptLength, int maxResponseLength) {
        List<Row> on = rows.stream().filter(row -> !row.offPolicy()).toList();
        List<Row> off = rows.stream().filter(Row::offPolicy).toList();
        return new DataMetrics(
                summary(rows, Row::score),
                summary(rows, Row::reward),
                Summary.of(rows.stream().flatMapToDouble(row -> Arrays.stream(row.advantages()))),
                Summary.of(rows.stream().flatMapToDouble(row -> Arrays.stream(row.returns()))),
                summary(rows, Row::responseLength),
                share(rows, row -> row.responseLength() == maxResponseLength),
                summary(rows, Row::promptLength),
                share(rows, row -> row.promptLength() == maxPromptLength),
                kind(on),
                kind(off),
                on.isEmpty() ? Double.NaN : (double) off.size() / on.size());
    }

    private static Kind kind(List<Row> rows) {
        return new Kind(
                summary(rows, Row::responseLength).mean(), summary(rows, Row::score).mean());
    }

    private static double share(List<Row> rows, Predicate<Row> property) {
        return summary(rows, row -> property.test(row) ? 1 : 0).mean();
    }

    private static Summary summary(List<Row> rows, ToDoubleFunction<Row> number) {
        DoubleStream numbers = rows.stream().mapToDouble(number);
        return Summary.of(numbers);
    }
}
