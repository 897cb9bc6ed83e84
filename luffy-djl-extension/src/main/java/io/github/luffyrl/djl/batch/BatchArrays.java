package io.github.luffyrl.djl.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.RowCounts;
import io.github.luffyrl.core.objective.TokenBatch.Extra;
import java.util.List;

/**
 * The arrays of {@link BatchLayout} for some rows, padded on the right.
 *
 * @param data {@link BatchLayout#INPUT_IDS}
 * @param labels all labels
 */
public record BatchArrays(NDList data, NDList labels) {

    /**
     * Builds the arrays.
     *
     * @param manager owns them; keep it open until the backward pass is done
     * @param rows at least one
     * @param tokenCount trained tokens of the whole mini-batch
     * @param rowCount rows of the whole mini-batch
     * @param temperature of the rollouts
     * @return arrays {@code [rows, longest row - 1]}
     */
    public static BatchArrays of(
            NDManager manager,
            List<TokenRow> rows,
            long tokenCount,
            long rowCount,
            float temperature) {
        return of(
                manager,
                rows,
                new BatchCounts(
                        new RowCounts(tokenCount, rowCount, Math.min(tokenCount, rowCount)),
                        RowCounts.ZERO),
                temperature);
    }

    /**
     * Builds the arrays.
     *
     * @param manager owns them; keep it open until the backward pass is done
     * @param rows at least one
     * @param counts of the whole mini-batch
     * @param temperature of the rollouts
     * @return arrays {@code [rows, longest row - 1]}
     */
    public static BatchArrays of(
            NDManager manager, List<TokenRow> rows, BatchCounts counts, float temperature) {
        Columns columns = new Columns(manager, rows);
        NDList labels =
                new NDList(
                        columns.longs(BatchLayout.TARGETS, (row, t) -> row.tokens().get(t)),
                        columns.floats(BatchLayout.MASK, (row, t) -> row.trained()[t] ? 1 : 0),
                        columns.floats(
                                BatchLayout.OFF_POLICY, (row, t) -> row.offPolicy()[t] ? 1 : 0),
                        columns.floats(BatchLayout.ADVANTAGES, (row, t) -> row.advantages()[t]),
                        columns.floats(BatchLayout.OLD_LOG_PROBS, (row, t) -> row.oldLogProbs()[t]),
                        BatchLayout.named(
                                BatchLayout.TEMPERATURE, manager.create(new float[] {temperature})),
                        counts(manager, counts));
        for (Extra extra : rows.get(0).extras().keySet()) {
            String name = BatchLayout.nameOf(extra);
            labels.add(columns.floats(name, (row, t) -> extra(row, extra)[t]));
        }
        return new BatchArrays(
                new NDList(
                        columns.longs(BatchLayout.INPUT_IDS, (row, t) -> row.tokens().get(t - 1))),
                labels);
    }

    private static NDArray counts(NDManager manager, BatchCounts counts) {
        RowCounts unguided = counts.unguided();
        RowCounts guided = counts.guided();
        long[] byGuidance = {
            unguided.tokens(), unguided.rows(), unguided.nonEmptyRows(),
            guided.tokens(), guided.rows(), guided.nonEmptyRows()
        };
        return BatchLayout.named(
                BatchLayout.COUNTS_BY_GUIDANCE, manager.create(byGuidance, new Shape(2, 3)));
    }

    private static float[] extra(TokenRow row, Extra extra) {
        float[] values = row.extras().get(extra);
        if (values == null) {
            throw new IllegalArgumentException(
                    "a row has no " + BatchLayout.nameOf(extra) + ", the first row has");
        }
        return values;
    }

    /** Pads what the rows have: the column before token {@code t} belongs to its prediction. */
    private record Columns(NDManager manager, List<TokenRow> rows) {

        @FunctionalInterface
        interface LongOf {
            long at(TokenRow row, int token);
        }

        @FunctionalInterface
        interface FloatOf {
            float at(TokenRow row, int token);
        }

        NDArray longs(String name, LongOf value) {
            long[] padded = new long[(int) shape().size()];
            forEach((row, token, place) -> padded[place] = value.at(row, token));
            return BatchLayout.named(name, manager.create(padded, shape()));
        }

        NDArray floats(String name, FloatOf value) {
            float[] padded = new float[(int) shape().size()];
            forEach((row, token, place) -> padded[place] = value.at(row, token));
            return BatchLayout.named(name, manager.create(padded, shape()));
        }

        private Shape shape() {
            int longest = rows.stream().mapToInt(TokenRow::length).max().orElseThrow();
            return new Shape(rows.size(), longest - 1L);
        }

        private void forEach(Visitor visitor) {
            int width = (int) shape().get(1);
            for (int r = 0; r < rows.size(); r++) {
                for (int t = 1; t < rows.get(r).length(); t++) {
                    visitor.visit(rows.get(r), t, r * width + t - 1);
                }
            }
        }

        @FunctionalInterface
        interface Visitor {
            void visit(TokenRow row, int token, int place);
        }
    }
}
