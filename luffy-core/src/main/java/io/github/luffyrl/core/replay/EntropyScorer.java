package io.github.luffyrl.core.replay;

import io.github.luffyrl.core.rollout.Trajectory;
import java.util.List;

/** A language model that tells how certain it is of responses that are already there. */
@FunctionalInterface
public interface EntropyScorer {

    /**
     * Scores responses with the weights of this moment. The result of a trajectory does not depend
     * on the others.
     *
     * @param trajectories prompts and responses
     * @param temperature the logits are divided by it, above 0
     * @return for each trajectory the entropy in nats of the distribution that each response token
     *     is drawn from
     */
    List<double[]> entropies(List<Trajectory> trajectories, double temperature);
}
