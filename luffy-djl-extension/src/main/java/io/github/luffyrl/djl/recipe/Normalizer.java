package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.LossNormalizer;

/**
 * The divisor of the sum over tokens.
 *
 * @param kind what it counts
 * @param length in tokens, above 0; only the kinds of fixed length read it
 */
public record Normalizer(Kind kind, double length) {
    /** What the divisor counts. */
    public enum Kind {
        /** See {@link LossNormalizer#tokenMean()}. */
        TOKEN_MEAN,
        /** See {@link LossNormalizer#fixedLength(double)}. */
        FIXED_LENGTH,
        /** See {@link LossNormalizer#fixedLengthPerRow(double)}. */
        FIXED_LENGTH_PER_ROW,
        /** See {@link LossNormalizer#rowSum()}. */
        ROW_SUM,
        /** See {@link LossNormalizer#rowMean()}. */
        ROW_MEAN,
        /** See {@link LossNormalizer#nonEmptyRowMean()}. */
        NON_EMPTY_ROW_MEAN
    }

    /** Checks the range. */
    public Normalizer {
        Require.positive("length", length);
    }

    /**
     * Returns the normaliser.
     *
     * @return that of the kind
     */
    public LossNormalizer lossNormalizer() {
        return switch (kind) {
            case TOKEN_MEAN -> LossNormalizer.tokenMean();
            case FIXED_LENGTH -> LossNormalizer.fixedLength(length);
            case FIXED_LENGTH_PER_ROW -> LossNormalizer.fixedLengthPerRow(length);
            case ROW_SUM -> LossNormalizer.rowSum();
            case ROW_MEAN -> LossNormalizer.rowMean();
            case NON_EMPTY_ROW_MEAN -> LossNormalizer.nonEmptyRowMean();
        };
    }
}
