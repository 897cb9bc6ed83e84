package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.RowCounts;
import io.github.luffyrl.djl.batch.NativeArrays;

/** {@link LossNormalizer} on NDArrays. */
final class Aggregation {

    private Aggregation() {}

    /**
     * Sums up token losses.
     *
     * @param losses {@code [B, T]}, with gradient
     * @param live the tokens that carry loss
     * @param rowTokens tokens of each row that count
     * @param counts of the whole mini-batch
     * @return the micro-batch's share of the loss
     */
    static NDArray sum(
            LossNormalizer normalizer,
            NDArray losses,
            NDArray live,
            long[] rowTokens,
            RowCounts counts) {
        double[] weights = new double[rowTokens.length];
        for (int b = 0; b < weights.length; b++) {
            weights[b] = rowTokens[b] == 0 ? 0 : normalizer.weight(rowTokens[b], counts);
        }
        NDArray weight = NativeArrays.array(losses, weights, new Shape(weights.length, 1));
        return TokenArrays.orZero(live, losses).mul(weight).sum();
    }
}
