package io.github.luffyrl.djl.generation;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Trajectory;

/**
 * A response of a policy to a problem, and its reward.
 *
 * @param problem what was asked
 * @param prefix the demonstration tokens that the response was given
 * @param trajectory prompt and response in tokens
 * @param completion the response as text
 * @param reward of the response
 */
public record ScoredResponse(
        Problem problem,
        Prefix prefix,
        Trajectory trajectory,
        Completion completion,
        Reward reward) {

    /** Returns whether the response solves the problem. */
    public boolean solved() {
        return reward.solved();
    }
}
