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
        double mean = mask.sum("values", values, v -> v) / tokens;
        double squares = mask.sum("values", values, v -> (v - mean) * (v - mean));
        return new Whitening(mean, squares / (tokens - 1));
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
