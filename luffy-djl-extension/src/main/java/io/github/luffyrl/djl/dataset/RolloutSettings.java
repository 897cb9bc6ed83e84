package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.djl.generation.ScoredSampling;
import io.github.luffyrl.djl.problem.EncodedProblem;
import java.util.List;

/**
 * How groups are rolled out.
 *
 * @param sampling generates and scores responses
 * @param problems what is drawn from
 * @param groupSize rows of a group
 * @param advantages compares the rewards of a group
 * @param seed of prefixes and samples
 * @param stepsBefore steps of the run before the first of these
 */
record RolloutSettings(
        ScoredSampling sampling,
        List<EncodedProblem> problems,
        int groupSize,
        AdvantageEstimator advantages,
        long seed,
        int stepsBefore) {}
