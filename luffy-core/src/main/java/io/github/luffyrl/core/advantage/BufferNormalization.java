package io.github.luffyrl.core.advantage;

import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.Arrays;

/**
 * Open-Reasoner-Zero's normalisation of advantages over a whole replay buffer: {@code (a - mean) /
 * sqrt(max(variance, 1e-8))} with the biased variance over the mask (SPEC 5).
 *
 * @param mean what is subtracted
 * @param variance over the mask about this mean
 */
public record BufferNormalization(double mean, double variance) {

    /** Which advantages the mean is taken of; the variance is always that of the mask. */
    public enum MeanOver {
        /** The tokens of the mask. */
        MASK,
        /** Every entry, padding too, as Open-Reasoner-Zero does. */
        ALL_ENTRIES
    }

    /**
     * Measures a buffer.
     *
     * @param advantages of all tokens of the buffer, {@code [B][L]}, rows may differ in length
     * @param mask {@code [B][L]}
     * @param meanOver which advantages the mean is taken of
     * @return the normalisation of this buffer
     * @throws IllegalArgumentException if the mask has no token, or the shapes differ
     */
    public static BufferNormalization fit(
            double[][] advantages, ResponseMask mask, MeanOver meanOver) {
        int tokens = mask.tokens();
        if (tokens == 0) {
            throw new IllegalArgumentException("the mask has no token: nothing to normalise by");
        }
        double mean =
                switch (meanOver) {
                    case MASK -> mask.sum("advantages", advantages, a -> a) / tokens;
                    case ALL_ENTRIES ->
                            Arrays.stream(advantages)
                                    .flatMapToDouble(Arrays::stream)
                                    .average()
                                    .orElseThrow();
                };
        double squares = mask.sum("advantages", advantages, a -> (a - mean) * (a - mean));
        return new BufferNormalization(mean, squares / tokens);
    }

    /**
     * Returns the normalised advantage.
     *
     * @param advantage any advantage
     * @return how many deviations it is above the mean
     */
    public double apply(double advantage) {
        return (advantage - mean) / Math.sqrt(Math.max(variance, 1e-8));
    }
}
