package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.advantage.AdvantageEstimator;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Policy;
import io.github.luffyrl.core.rollout.SamplingParams;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import java.util.List;

/**
 * How groups are rolled out.
 *
 * @param policy who samples
 * @param sampling how
 * @param encoder how responses become text
 * @param problems what is drawn from
 * @param groupSize rows of a group
 * @param reward what scores responses
 * @param advantages how rewards are compared
 * @param seed of prefixes and samples
 */
record RolloutSettings(
        Policy policy,
        SamplingParams sampling,
        ProblemEncoder encoder,
        List<EncodedProblem> problems,
        int groupSize,
        RewardFunction reward,
        AdvantageEstimator advantages,
        long seed) {}
