package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.djl.credit.AuxiliaryModels;
import io.github.luffyrl.djl.credit.AuxiliaryTraining;

/**
 * What the credit of tokens is made of, beside its own settings.
 *
 * @param comparison of the rewards of a group
 * @param normalizer how the critic's errors are summed up: as the policy's loss
 * @param rollouts of the run, at least 1; a learning rate that falls is at its end with the last
 * @param microBatchTokens most tokens of a forward pass, padding included
 * @param models where models come from
 */
public record CreditParts(
        AdvantageEstimator comparison,
        LossNormalizer normalizer,
        int rollouts,
        int microBatchTokens,
        AuxiliaryModels models) {

    /**
     * Returns how a model is trained.
     *
     * @param updates on each rollout
     * @param optimizer its settings
     * @return the training, with a new optimizer
     */
    AuxiliaryTraining training(Updates updates, Optimization optimizer) {
        int steps = rollouts * updates.miniBatches() * updates.epochs();
        return new AuxiliaryTraining(
                optimizer.adamW(optimizer.learningRates(steps)),
                optimizer.maxGradNorm(),
                updates.miniBatches(),
                updates.epochs(),
                microBatchTokens);
    }
}
