package io.github.luffyrl.rewards.shape;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;

/**
 * 1 for a completion of the right shape, else 0. The answer is not looked at, so this is one part
 * of a sum rather than a reward of its own.
 *
 * <pre>{@code
 * RewardFunction reward = new FormatReward(FormatRule.thinkThenAnswer().and(FormatRule.boxed()));
 * }</pre>
 *
 * @param rule the shape
 */
public record FormatReward(FormatRule rule) implements RewardFunction {

    @Override
    public Reward score(Problem problem, Completion completion) {
        return Reward.of(rule.holds(completion.text()));
    }
}
