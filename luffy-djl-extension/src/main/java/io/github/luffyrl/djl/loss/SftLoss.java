package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.SftObjective;

/**
 * Supervised fine-tuning: mean negative log-likelihood of the tokens in the mask (SPEC 2.5). The
 * mean is taken over the whole mini-batch, so the gradients of its micro-batches add up to it.
 */
public final class SftLoss extends Loss {

    private final PolicyLoss loss;

    /** Creates the loss. */
    public SftLoss() {
        super("SftLoss");
        loss = new PolicyLoss("SftLoss", new PolicyUpdate(new SftObjective()));
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        return loss.evaluate(labels, predictions);
    }
}
