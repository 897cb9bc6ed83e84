package io.github.luffyrl.djl.loss;

import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.SftObjective;

/**
 * Supervised fine-tuning: mean negative log-likelihood of the tokens in the mask. The mean is taken
 * over the whole mini-batch, so the gradients of its micro-batches add up to it.
 */
public final class SftLoss extends PolicyLoss {

    /** Creates the loss. */
    public SftLoss() {
        super("SftLoss", new PolicyUpdate(new SftObjective()));
    }
}
