package io.github.luffyrl.examples.report;

/**
 * How many problems of a set were solved.
 *
 * @param solved 0 to {@code problems}
 * @param problems at least 1
 */
public record Accuracy(int solved, int problems) {

    private static final double Z = 1.959964; // 97.5 % quantile of the standard normal distribution

    /** Rejects an empty set and impossible counts. */
    public Accuracy {
        if (problems < 1 || solved < 0 || solved > problems) {
            throw new IllegalArgumentException(
                    "solved " + solved + " of " + problems + ": need 0 <= solved <= problems >= 1");
        }
    }

    /**
     * Returns the share that was solved.
     *
     * @return 0 to 1
     */
    public double rate() {
        return (double) solved / problems;
    }

    /**
     * Returns the lower end of the 95 % Wilson score interval.
     *
     * @return 0 to {@link #rate()}
     */
    public double low() {
        return solved == 0 ? 0 : centre() - halfWidth();
    }

    /**
     * Returns the upper end of the 95 % Wilson score interval.
     *
     * @return {@link #rate()} to 1
     */
    public double high() {
        return solved == problems ? 1 : centre() + halfWidth();
    }

    private double centre() {
        return (solved + Z * Z / 2) / (problems + Z * Z);
    }

    private double halfWidth() {
        double variance = rate() * (1 - rate()) * problems + Z * Z / 4;
        return Z * Math.sqrt(variance) / (problems + Z * Z);
    }
}
