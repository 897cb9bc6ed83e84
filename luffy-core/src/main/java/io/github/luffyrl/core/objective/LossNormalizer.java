package io.github.luffyrl.core.objective;

/**
 * What the sum over all response tokens of a mini-batch is divided by (SPEC 2.3, 2.8). The counts
 * are those of the whole mini-batch, so the result does not depend on how it is cut into
 * micro-batches, nor on rows left out because their advantage is zero.
 */
public sealed interface LossNormalizer {

    /**
     * Returns the divisor.
     *
     * @param tokens response tokens in the mini-batch, at least 1
     * @param rows trajectories in the mini-batch, at least 1
     * @return a positive number
     */
    double divisor(long tokens, long rows);

    /**
     * The number of response tokens: the paper's {@code Z}.
     *
     * @return the normaliser
     */
    static LossNormalizer tokenMean() {
        return new TokenMean();
    }

    /**
     * A constant length, not divided by the number of rows: LUFFY's released runs.
     *
     * @param length usually the maximum response length in tokens, above 0
     * @return the normaliser
     */
    static LossNormalizer fixedLength(double length) {
        return new FixedLength(length);
    }

    /**
     * A constant length times the number of rows: Dr. GRPO.
     *
     * @param length usually the maximum response length in tokens, above 0
     * @return the normaliser
     */
    static LossNormalizer fixedLengthPerRow(double length) {
        return new FixedLengthPerRow(length);
    }

    /** See {@link LossNormalizer#tokenMean()}. */
    record TokenMean() implements LossNormalizer {
        @Override
        public double divisor(long tokens, long rows) {
            return (double) tokens;
        }
    }

    /**
     * See {@link LossNormalizer#fixedLength(double)}.
     *
     * @param length above 0
     */
    record FixedLength(double length) implements LossNormalizer {
        /** Rejects a length that is not above 0. */
        public FixedLength {
            requirePositive(length);
        }

        @Override
        public double divisor(long tokens, long rows) {
            return length;
        }
    }

    /**
     * See {@link LossNormalizer#fixedLengthPerRow(double)}.
     *
     * @param length above 0
     */
    record FixedLengthPerRow(double length) implements LossNormalizer {
        /** Rejects a length that is not above 0. */
        public FixedLengthPerRow {
            requirePositive(length);
        }

        @Override
        public double divisor(long tokens, long rows) {
            return (double) rows * length;
        }
    }

    private static void requirePositive(double length) {
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new IllegalArgumentException(
                    "length = " + length + ": need a positive number of tokens");
        }
    }
}
