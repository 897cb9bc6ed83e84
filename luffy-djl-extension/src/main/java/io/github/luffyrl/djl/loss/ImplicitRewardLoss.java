package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.prime.ProcessRewardLoss;
import io.github.luffyrl.core.rollout.ResponseMask;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.TokenScores;

/**
 * {@link ProcessRewardLoss} as a DJL loss. The model predicts {@code logProbs} or {@code logits};
 * the labels are {@link BatchLayout#MASK}, {@link BatchLayout#REFERENCE_LOG_PROBS}, {@link
 * BatchLayout#CORRECT} and {@link BatchLayout#COUNTS_BY_GUIDANCE}. The result is this micro-batch's
 * share of the mini-batch's loss.
 */
public final class ImplicitRewardLoss extends Loss {

    private final ProcessRewardLoss objective;

    /**
     * Creates the loss.
     *
     * @param objective computes value and gradient
     */
    public ImplicitRewardLoss(ProcessRewardLoss objective) {
        super("ImplicitRewardLoss");
        this.objective = objective;
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray logProbs = TokenScores.of(labels, predictions).logProbs();
            double[][][] numbers =
                    HostTokens.read(
                            new NDList(
                                    logProbs,
                                    BatchLayout.require(labels, BatchLayout.REFERENCE_LOG_PROBS),
                                    BatchLayout.require(labels, BatchLayout.CORRECT),
                                    BatchLayout.require(labels, BatchLayout.MASK)));
            ProcessRewardLoss.Evaluation evaluation =
                    objective.evaluate(
                            numbers[0],
                            numbers[1],
                            anyInEachRow(HostTokens.marks(numbers[2])),
                            new ResponseMask(HostTokens.marks(numbers[3])),
                            LabelCounts.of(labels).all().rows());
            NDArray loss =
                    new DifferentiableNumber(evaluation.loss(), logProbs)
                            .dependsOn(logProbs, evaluation.gradient())
                            .array();
            NDScope.unregister(loss);
            loss.attach(predictions.head().getManager());
            return loss;
        }
    }

    private static boolean[] anyInEachRow(boolean[][] marks) {
        boolean[] any = new boolean[marks.length];
        for (int b = 0; b < marks.length; b++) {
            for (boolean mark : marks[b]) {
                any[b] |= mark;
            }
        }
        return any;
    }
}
