package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.djl.layout.BatchLayout;
import io.github.luffyrl.djl.layout.NativeArrays;
import io.github.luffyrl.djl.layout.TokenScores;

/**
 * Supervised fine-tuning: mean negative log-likelihood of the tokens in the mask (SPEC 2.5). The
 * mean is taken over the whole mini-batch, so the gradients of its micro-batches add up to it.
 */
public final class SftLoss extends Loss {

    /** Creates the loss. */
    public SftLoss() {
        super("SftLoss");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray mask = BatchLayout.require(labels, BatchLayout.MASK).neq(0);
            NDArray logProbs = TokenScores.of(labels, predictions).logProbs();
            long tokens = BatchLayout.require(labels, BatchLayout.COUNTS).toLongArray()[0];
            NDArray sum = NDArrays.where(mask, logProbs, logProbs.zerosLike()).sum();
            NDArray loss =
                    sum.mul(NativeArrays.scalar(sum.getManager(), -1.0 / Math.max(tokens, 1)));
            NDScope.unregister(loss);
            loss.attach(predictions.head().getManager());
            return loss;
        }
    }
}
