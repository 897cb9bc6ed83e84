package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.TokenBatch;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;
import io.github.luffyrl.djl.batch.TokenScores;
import java.util.Arrays;
import java.util.Map;

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

    private static final Map<String, Extra> EXTRAS =
            Map.of(
                    BatchLayout.BEHAVIOUR_PROBS, Extra.BEHAVIOUR_PROBS,
                    BatchLayout.ROLLOUT_LOG_PROBS, Extra.ROLLOUT_LOG_PROBS,
                    BatchLayout.REFERENCE_LOG_PROBS, Extra.REFERENCE_LOG_PROBS);

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

    /** The same tokens as plain numbers. */
    TokenBatch onHost() {
        TokenBatch batch =
                new TokenBatch(
                        rows(scores.logProbs()),
                        rows(BatchLayout.require(labels, BatchLayout.OLD_LOG_PROBS)),
                        rows(BatchLayout.require(labels, BatchLayout.ADVANTAGES)),
                        marks(mask),
                        marks(offPolicy));
        batch = batch.with(Extra.ENTROPIES, rows(scores.entropy()));
        for (var extra : EXTRAS.entrySet()) {
            NDArray label = BatchLayout.find(labels, extra.getKey());
            if (label != null) {
                batch = batch.with(extra.getValue(), rows(label));
            }
        }
        return batch;
    }

    private static double[][] rows(NDArray array) {
        double[] flat = NativeArrays.toDoubles(array.stopGradient());
        int columns = (int) array.getShape().get(1);
        double[][] rows = new double[(int) array.getShape().get(0)][];
        for (int b = 0; b < rows.length; b++) {
            rows[b] = Arrays.copyOfRange(flat, b * columns, (b + 1) * columns);
        }
        return rows;
    }

    private static boolean[][] marks(NDArray array) {
        boolean[] flat = array.toBooleanArray();
        int columns = (int) array.getShape().get(1);
        boolean[][] rows = new boolean[(int) array.getShape().get(0)][];
        for (int b = 0; b < rows.length; b++) {
            rows[b] = Arrays.copyOfRange(flat, b * columns, (b + 1) * columns);
        }
        return rows;
    }

    /** True elements of each row {@code [B, 1]}. */
    private static NDArray count(NDArray marks) {
        return marks.toType(DataType.INT64, false).sum(new int[] {1}, true);
    }

    static NDArray orZero(NDArray condition, NDArray value) {
        return NDArrays.where(condition, value, value.zerosLike());
    }
}
