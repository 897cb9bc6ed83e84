package io.github.luffyrl.core.rollout;

import java.util.List;

/** A language model that tells how likely it finds responses that are already there. */
@FunctionalInterface
public interface ResponseScorer {

    /**
     * Scores responses with the weights of this moment. The result of a trajectory does not depend
     * on the others.
     *
     * @param trajectories prompts and responses
     * @param temperature the logits are divided by it, above 0
     * @return for each trajectory the log-probability of each response token, prefix tokens
     *     included
     */
    List<float[]> logProbs(List<Trajectory> trajectories, double temperature);
}
