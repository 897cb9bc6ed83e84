package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.RowCounts;
import io.github.luffyrl.core.objective.ValueObjective;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;

/**
 * {@link ValueObjective} as a DJL loss. The model predicts {@link BatchLayout#VALUES}; the labels
 * are {@link BatchLayout#MASK}, {@link BatchLayout#OLD_VALUES}, {@link BatchLayout#RETURNS} and
 * {@link BatchLayout#COUNTS_BY_GUIDANCE}.
 */
public final class ValueLoss extends Loss {

    private final ValueObjective objective;

    /**
     * Creates the loss.
     *
     * @param objective in double arithmetic
     */
    public ValueLoss(ValueObjective objective) {
        super("ValueLoss");
        this.objective = objective;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray predicted = BatchLayout.require(predictions, BatchLayout.VALUES);
            NDArray mask = BatchLayout.require(labels, BatchLayout.MASK).neq(0);
            NDArray values = TokenArrays.orZero(mask, predicted);
            NDArray old = label(labels, BatchLayout.OLD_VALUES, mask, values);
            NDArray returns = label(labels, BatchLayout.RETURNS, mask, values);
            NDArray losses = squared(values.sub(returns));
            if (objective.clip() != Double.POSITIVE_INFINITY) {
                losses = losses.maximum(squared(clamped(values, old).sub(returns)));
            }
            RowCounts counts = LabelCounts.of(labels).all();
            long[] rowTokens = mask.toType(DataType.INT64, false).sum(new int[] {1}).toLongArray();
            NDArray loss =
                    Aggregation.sum(
                            objective.normalizer(),
                            losses.mul(NativeArrays.scalar(losses, 0.5)),
                            mask,
                            rowTokens,
                            counts);
            NDScope.unregister(loss);
            loss.attach(predictions.head().getManager());
            return loss;
        }
    }

    private static NDArray label(NDList labels, String name, NDArray mask, NDArray like) {
        NDArray label = BatchLayout.require(labels, name).toType(like.getDataType(), false);
        return TokenArrays.orZero(mask, label);
    }

    private NDArray clamped(NDArray values, NDArray old) {
        NDArray clip = NativeArrays.scalar(values, objective.clip());
        NDArray low = old.sub(clip);
        NDArray high = old.add(clip);
        NDArray raised = NDArrays.where(values.lt(low), low, values);
        return NDArrays.where(raised.gt(high), high, raised);
    }

    private static NDArray squared(NDArray x) {
        return x.mul(x);
    }
}
