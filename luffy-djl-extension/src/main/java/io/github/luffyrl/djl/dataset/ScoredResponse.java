package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.core.rollout.Trajectory;

/**
 * One row of a group.
 *
 * @param prefix the demonstration tokens that it was given
 * @param trajectory prompt and response in tokens
 * @param completion the response as text
 * @param reward what it is worth
 * @param advantage how much better than its group it was
 */
public record ScoredResponse(
        Prefix prefix,
        Trajectory trajectory,
        Completion completion,
        Reward reward,
        double advantage) {}
