package io.github.luffyrl.djl.run;

import ai.djl.Model;
import io.github.luffyrl.core.rollout.Policy;

/** Makes the policy that samples from a model. */
@FunctionalInterface
public interface PolicyFactory {

    /**
     * Makes a policy.
     *
     * @param model its weights change while it is trained
     * @return samples with the weights of the moment
     */
    Policy create(Model model);
}
