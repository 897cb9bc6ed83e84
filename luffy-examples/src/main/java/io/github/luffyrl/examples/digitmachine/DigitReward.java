package io.github.luffyrl.examples.digitmachine;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;

/**
 * 1 for a finished response that ends in {@code #} and the right state, 0 for every other. A blind
 * guess is right once in 10,000 times.
 */
public final class DigitReward implements RewardFunction {

    @Override
    public Reward score(Problem problem, Completion completion) {
        return Reward.of(
                completion.finished() && completion.text().endsWith("#" + problem.answer()));
    }
}
