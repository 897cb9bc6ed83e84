package io.github.luffyrl.core.objective;

/**
 * How the losses of tokens become one number: the weight of each token in their sum. Counts are
 * those of the whole mini-batch, so the result does not depend on how it is cut into micro-batches,
 * nor on rows left out because their advantage is zero.
 */
public sealed interface LossNormalizer {

    /**
     * Returns the weight of a token.
     *
     * @param rowTokens tokens of its row
     * @param counts of the mini-batch
     * @return a positive number; infinite if nothing is counted
     */
    double weight(long rowTokens, RowCounts counts);

    /**
     * Sums up token losses.
     *
     * @param losses {@code [B][L]}
     * @param mask which of them count {@code [B][L]}
     * @return the loss of the batch, 0 without tokens
     */
    default double aggregate(double[][] losses, boolean[][] mask) {
        RowCounts counts = RowCounts.ZERO;
        for (boolean[] row : mask) {
            counts = counts.plusRow(TokenBatch.count(row));
        }
        double sum = 0;
        for (int b = 0; b < mask.length; b++) {
            double weight = weight(TokenBatch.count(mask[b]), counts);
            for (int t = 0; t < mask[b].length; t++) {
                sum += mask[b][t] ? weight * losses[b][t] : 0;
            }
        }
        return sum;
    }

    /**
     * The mean over all tokens ({@code token-mean}, TRL {@code bnpo}): the paper's {@code Z}.
     *
     * @return the normaliser
     */
    static LossNormalizer tokenMean() {
        return new TokenMean();
    }

    /**
     * The sum divided by a constant length, not by the number of rows ({@code
     * seq-mean-token-sum-norm}): LUFFY's released runs.
     *
     * @param length usually the maximum response length in tokens, above 0
     * @return the normaliser
     */
    static LossNormalizer fixedLength(double length) {
        return new FixedLength(length);
    }

    /**
     * The sum divided by a constant length times the number of rows (TRL {@code dr_grpo}): Dr.
     * GRPO.
     *
     * @param length usually the maximum response length in tokens, above 0
     * @return the normaliser
     */
    static LossNormalizer fixedLengthPerRow(double length) {
        return new FixedLengthPerRow(length);
    }

    /**
     * The mean over non-empty rows of the sums of their tokens ({@code seq-mean-token-sum}).
     *
     * @return the normaliser
     */
    static LossNormalizer rowSum() {
        return new RowSum();
    }

    /**
     * The mean over all rows of the means of their tokens (TRL {@code grpo}, Open-Reasoner-Zero):
     * GRPO's paper.
     *
     * @return the normaliser
     */
    static LossNormalizer rowMean() {
        return new RowMean();
    }

    /**
     * The mean over non-empty rows of their sums divided by their tokens plus 1e-8 ({@code
     * seq-mean-token-mean}).
     *
     * @return the normaliser
     */
    static LossNormalizer nonEmptyRowMean() {
        return new NonEmptyRowMean();
    }

    /** See {@link LossNormalizer#tokenMean()}. */
    record TokenMean() implements LossNormalizer {
        @Override
        public double weight(long rowTokens, RowCounts counts) {
            return 1.0 / counts.tokens();
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
        public double weight(long rowTokens, RowCounts counts) {
            return 1 / length;
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
        public double weight(long rowTokens, RowCounts counts) {
            return 1 / (counts.rows() * length);
        }
    }

    /** See {@link LossNormalizer#rowSum()}. */
    record RowSum() implements LossNormalizer {
        @Override
        public double weight(long rowTokens, RowCounts counts) {
            return 1.0 / counts.nonEmptyRows();
        }
    }

    /** See {@link LossNormalizer#rowMean()}. */
    record RowMean() implements LossNormalizer {
        @Override
        public double weight(long rowTokens, RowCounts counts) {
            return 1 / ((double) rowTokens * counts.rows());
        }
    }

    /** See {@link LossNormalizer#nonEmptyRowMean()}. */
    record NonEmptyRowMean() implements LossNormalizer {
        @Override
        public double weight(long rowTokens, RowCounts counts) {
            return 1 / ((rowTokens + 1e-8) * counts.nonEmptyRows());
        }
    }

    private static void requirePositive(double length) {
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new IllegalArgumentException(
                    "length = " + length + ": need a positive number of tokens");
        }
    }
}
