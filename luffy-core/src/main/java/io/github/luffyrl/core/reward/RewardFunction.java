package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;

/** Scores a completion by a rule. Implementations are pure and safe for use by several threads. */
@FunctionalInterface
public interface RewardFunction {

    /**
     * Scores one completion.
     *
     * @param problem what was asked, with its ground truth
     * @param completion what was answered
     * @return the reward, never null
     */
    Reward score(Problem problem, Completion completion);
}
