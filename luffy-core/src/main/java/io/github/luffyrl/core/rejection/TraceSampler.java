package io.github.luffyrl.core.rejection;

import io.github.luffyrl.core.problem.Problem;
import java.util.List;

/** Samples responses and finds the right ones. */
@FunctionalInterface
public interface TraceSampler {

    /**
     * Samples responses to some problems. A sample depends on its problem and its number alone.
     *
     * @param requests what to sample
     * @return a round for each request, in order
     */
    List<SamplingRound> sample(List<Request> requests);

    /**
     * Samples of one problem.
     *
     * @param problem what to ask
     * @param first number of the first sample, counted from 0
     * @param samples how many, at least 1
     */
    record Request(Problem problem, int first, int samples) {}
}
