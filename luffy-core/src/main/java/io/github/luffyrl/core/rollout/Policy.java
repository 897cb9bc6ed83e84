package io.github.luffyrl.core.rollout;

import java.util.List;

/** A language model that can be sampled from. */
@FunctionalInterface
public interface Policy {

    /**
     * Writes one response per request, with the weights of this moment.
     *
     * <p>The result of a request depends on nothing but the request, the sampling parameters and
     * the weights: not on the other requests, their order, or the number of threads.
     *
     * @param requests what to write
     * @param sampling how to sample
     * @return one trajectory per request, in the order of the requests
     */
    List<Trajectory> rollout(List<RolloutRequest> requests, SamplingParams sampling);
}
