package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.ValueObjective;
import io.github.luffyrl.djl.batch.BatchLayout;

/**
 * {@link ValueObjective} as a DJL loss. The model predicts {@link BatchLayout#VALUES}; the labels
 * are {@link BatchLayout#MASK}, {@link BatchLayout#OLD_VALUES}, {@link BatchLayout#RETURNS} and
 * {@link BatchLayout#COUNTS_BY_GUIDANCE}.
 */
public final class ValueLoss extends Loss {

    private final ValueObjective objective;
    private double clippedTokens;
    private long tokens;

    /**
     * Creates the loss.
     *
     * @param objective computes value and gradient
     */
    public ValueLoss(ValueObjective objective) {
        super("ValueLoss");
        this.objective = objective;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray values = BatchLayout.require(predictions, BatchLayout.VALUES);
            double[][][] numbers =
                    HostTokens.read(
                            new NDList(
                                    values,
                                    BatchLayout.require(labels, BatchLayout.OLD_VALUES),
                                    BatchLayout.require(labels, BatchLayout.RETURNS),
                                    BatchLayout.require(labels, BatchLayout.MASK)));
            boolean[][] mask = HostTokens.marks(numbers[3]);
            ValueObjective.Evaluation evaluation =
                    objective.evaluate(
                            numbers[0], numbers[1], numbers[2], mask, LabelCounts.of(labels).all());
            count(evaluation, mask);
            NDArray loss =
                    new DifferentiableNumber(evaluation.loss(), values)
                            .dependsOn(values, evaluation.gradient())
                            .array();
            NDScope.unregister(loss);
            loss.attach(predictions.head().getManager());
            return loss;
        }
    }

    private void count(ValueObjective.Evaluation evaluation, boolean[][] mask) {
        long counted = 0;
        for (boolean[] row : mask) {
            for (boolean token : row) {
                counted += token ? 1 : 0;
            }
        }
        if (counted > 0) {
            clippedTokens += evaluation.clipFraction() * counted;
            tokens += counted;
        }
    }

    /**
     * Returns how often the clip held a value back since this was last called.
     *
     * @return share of the evaluated tokens, 0 to 1; NaN without any
     */
    public double takeClipFraction() {
        double fraction = clippedTokens / tokens;
        clippedTokens = 0;
        tokens = 0;
        return fraction;
    }
}
