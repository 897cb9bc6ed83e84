package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.djl.layout.BatchLayout;
import io.github.luffyrl.djl.layout.TokenScores;

/**
 * The tokens of a micro-batch. What lies outside a mask may be NaN: it is selected away, never
 * multiplied by zero.
 *
 * @param labels the batch's labels
 * @param scores with gradient; anything outside the mask
 * @param mask response tokens, boolean {@code [B, T]}
 * @param offPolicy those of them that were copied from a demonstration
 */
record TokenArrays(NDList labels, TokenScores scores, NDArray mask, NDArray offPolicy) {

    static TokenArrays of(NDList labels, TokenScores scores) {
        NDArray mask = BatchLayout.require(labels, BatchLayout.MASK).neq(0);
        NDArray copied = BatchLayout.require(labels, BatchLayout.OFF_POLICY).neq(0);
        return new TokenArrays(labels, scores, mask, mask.logicalAnd(copied));
    }

    NDArray onPolicy() {
        return mask.logicalAnd(offPolicy.logicalNot());
    }

    /** The same rows, fewer of their tokens in the mask. */
    TokenArrays only(NDArray tokens) {
        return new TokenArrays(
                labels, scores, mask.logicalAnd(tokens), offPolicy.logicalAnd(tokens));
    }

    /** Log-probabilities where asked for, 0 elsewhere. */
    NDArray logProbs(NDArray where) {
        return orZero(where, scores.logProbs());
    }

    /** A label where asked for, 0 elsewhere, in the precision of the log-probabilities. */
    NDArray label(String name, NDArray where) {
        NDArray label = BatchLayout.require(labels, name);
        return orZero(where, label.toType(scores.logProbs().getDataType(), false));
    }

    /** Rows with a demonstration token, boolean {@code [B, T]}. */
    NDArray guided() {
        return count(offPolicy).gt(0).broadcast(mask.getShape());
    }

    /** The counts of this micro-batch. */
    BatchCounts counts() {
        long[] tokens = rowTokens();
        long[] copied = count(offPolicy).toLongArray();
        BatchCounts counts = BatchCounts.ZERO;
        for (int b = 0; b < tokens.length; b++) {
            counts = counts.plusRow(copied[b] > 0, tokens[b]);
        }
        return counts;
    }

    /** Tokens of each row that are in the mask. */
    long[] rowTokens() {
        return count(mask).toLongArray();
    }

    /** True elements of each row {@code [B, 1]}. */
    private static NDArray count(NDArray marks) {
        return marks.toType(DataType.INT64, false).sum(new int[] {1}, true);
    }

    static NDArray orZero(NDArray condition, NDArray value) {
        return NDArrays.where(condition, value, value.zerosLike());
    }
}
