package io.github.luffyrl.djl.evaluation;

import io.github.luffyrl.core.metric.Interval;
import java.util.Locale;

/**
 * How many problems of a set were solved.
 *
 * @param solved 0 to {@code problems}
 * @param problems at least 1
 */
public record Accuracy(int solved, int problems) {

    /** Rejects an empty set and impossible counts. */
    public Accuracy {
        if (problems < 1 || solved < 0 || solved > problems) {
            throw new IllegalArgumentException(
                    "solved " + solved + " of " + problems + ": need 0 <= solved <= problems >= 1");
        }
    }

    /**
     * Returns the share of solved problems.
     *
     * @return 0 to 1
     */
    public double rate() {
        return (double) solved / problems;
    }

    /**
     * Returns the 95 % Wilson score interval of the rate.
     *
     * @return within 0 to 1
     */
    public Interval interval() {
        return Interval.wilson(solved, problems);
    }

    /**
     * Returns rate, count and interval as text.
     *
     * @return such as {@code 37.5 % (3/8) [13.7, 69.4]}
     */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%5.1f %% (%d/%d) [%.1f, %.1f]",
                100 * rate(),
                solved,
                problems,
                100 * interval().low(),
                100 * interval().high());
    }
}
