package io.github.luffyrl.djl.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.core.objective.BatchCounts;
import io.github.luffyrl.core.objective.RowCounts;
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
        int columns = rows.stream().mapToInt(TokenRow::length).max().orElseThrow() - 1;
        int size = rows.size() * columns;
        long[] inputIds = new long[size];
        long[] targets = new long[size];
        float[] mask = new float[size];
        float[] offPolicy = new float[size];
        float[] advantages = new float[size];
        float[] oldLogProbs = new float[size];
        for (int r = 0; r < rows.size(); r++) {
            TokenRow row = rows.get(r);
            for (int i = 1; i < row.length(); i++) {
                int at = r * columns + i - 1; // column of the prediction of token i
                inputIds[at] = row.tokens()[i - 1];
                targets[at] = row.tokens()[i];
                mask[at] = row.trained()[i] ? 1 : 0;
                offPolicy[at] = row.offPolicy()[i] ? 1 : 0;
                advantages[at] = row.advantages()[i];
                oldLogProbs[at] = row.oldLogProbs()[i];
            }
        }
        Shape shape = new Shape(rows.size(), columns);
        BatchArrays arrays =
                new BatchArrays(
                        new NDList(
                                BatchLayout.named(
                                        BatchLayout.INPUT_IDS, manager.create(inputIds, shape))),
                        new NDList(
                                BatchLayout.named(
                                        BatchLayout.TARGETS, manager.create(targets, shape)),
                                BatchLayout.named(BatchLayout.MASK, manager.create(mask, shape)),
                                BatchLayout.named(
                                        BatchLayout.OFF_POLICY, manager.create(offPolicy, shape)),
                                BatchLayout.named(
                                        BatchLayout.ADVANTAGES, manager.create(advantages, shape)),
                                BatchLayout.named(
                                        BatchLayout.OLD_LOG_PROBS,
                                        manager.create(oldLogProbs, shape)),
                                BatchLayout.named(
                                        BatchLayout.COUNTS,
                                        manager.create(new long[] {tokenCount, rowCount})),
                                BatchLayout.named(
                                        BatchLayout.TEMPERATURE,
                                        manager.create(new float[] {temperature}))));
        for (String name : rows.get(0).extras().keySet()) {
            arrays.labels().add(BatchLayout.named(name, extra(manager, rows, name, shape)));
        }
        return arrays;
    }

    private static NDArray extra(NDManager manager, List<TokenRow> rows, String name, Shape shape) {
        int columns = (int) shape.get(1);
        float[] padded = new float[(int) shape.size()];
        for (int r = 0; r < rows.size(); r++) {
            float[] values = rows.get(r).extras().get(name);
            if (values == null) {
                throw new IllegalArgumentException("row " + r + " has no " + name + ", row 0 has");
            }
            System.arraycopy(values, 1, padded, r * columns, values.length - 1);
        }
        return manager.create(padded, shape);
    }

    /**
     * Builds the arrays, {@link BatchLayout#COUNTS_BY_GUIDANCE} among the labels.
     *
     * @param manager owns them; keep it open until the backward pass is done
     * @param rows at least one
     * @param counts of the whole mini-batch
     * @param temperature of the rollouts
     * @return arrays {@code [rows, longest row - 1]}
     */
    public static BatchArrays of(
            NDManager manager, List<TokenRow> rows, BatchCounts counts, float temperature) {
        RowCounts all = counts.all();
        BatchArrays arrays = of(manager, rows, all.tokens(), all.rows(), temperature);
        RowCounts unguided = counts.unguided();
        RowCounts guided = counts.guided();
        long[] byGuidance = {
            unguided.tokens(), unguided.rows(), unguided.nonEmptyRows(),
            guided.tokens(), guided.rows(), guided.nonEmptyRows()
        };
        arrays.labels()
                .add(
                        BatchLayout.named(
                                BatchLayout.COUNTS_BY_GUIDANCE,
                                manager.create(byGuidance, new Shape(2, 3))));
        return arrays;
    }
}
