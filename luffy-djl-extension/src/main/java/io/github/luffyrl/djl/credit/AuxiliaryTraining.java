package io.github.luffyrl.djl.credit;

import ai.djl.training.optimizer.Optimizer;
import java.util.Locale;

/**
 * How a model beside the policy is trained on each rollout.
 *
 * @param optimizer of its own
 * @param maxGradientNorm the gradient is scaled down to this global norm, above 0
 * @param miniBatches optimizer steps of a pass over a rollout, at least 1
 * @param epochs passes over a rollout, at least 1
 * @param microBatchTokens most tokens of a forward pass, padding included, at least 1
 */
public record AuxiliaryTraining(
        Optimizer optimizer,
        double maxGradientNorm,
        int miniBatches,
        int epochs,
        int microBatchTokens) {

    /** Checks the ranges. */
    public AuxiliaryTraining {
        if (miniBatches < 1 || epochs < 1 || microBatchTokens < 1) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "miniBatches = %d, epochs = %d, microBatchTokens = %d: need at least 1 of each",
                            miniBatches,
                            epochs,
                            microBatchTokens));
        }
    }
}
