package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.rollout.ResponseMask;

/**
 * Shifts and scales values to mean 0 and deviation 1: {@code (v - mean) / sqrt(variance + 1e-8)}.
 *
 * @param mean over the mask
 * @param variance over the mask, Bessel-corrected
 */
public record Whitening(double mean, double variance) {

    /**
     * Measures values.
     *
     * @param values {@code [B][L]}
     * @param mask {@code [B][L]}
     * @return the whitening of these values
     * @throws IllegalArgumentException if the mask has fewer than two tokens, or the shapes differ
     */
    public static Whitening fit(double[][] values, ResponseMask mask) {
        int tokens = mask.tokens();
        if (tokens < 2) {
            throw new IllegalArgumentException(
                    "the mask has " + tokens + " tokens: a variance needs at least two");
        }
        double first = first(values, mask);
        double others = mask.sum("values", values, v -> v == first ? 0 : 1);
        // exactly the value itself where all are equal: rounding would be blown up by the division
        double mean = others == 0 ? first : mask.sum("values", values, v -> v) / tokens;
        double squares = mask.sum("values", values, v -> (v - mean) * (v - mean));
        return new Whitening(mean, squares / (tokens - 1));
    }

    private static double first(double[][] values, ResponseMask mask) {
        for (int b = 0; b < mask.rows(); b++) {
            if (mask.last(b) >= 0 && values.length > b && values[b].length > mask.last(b)) {
                return values[b][mask.last(b)];
            }
        }
        return 0; // the shapes differ, which the sums report
    }

    /**
     * Returns the whitened value.
     *
     * @param value any value
     * @return how many deviations it is above the mean
     */
    public double apply(double value) {
        return (value - mean) / Math.sqrt(variance + 1e-8);
    }

    /**
     * Returns the value scaled to deviation 1 about a mean that stays where it is.
     *
     * @param value any value
     * @return the whitened value plus the mean
     */
    public double applyKeepingMean(double value) {
        return apply(value) + mean;
    }
}
