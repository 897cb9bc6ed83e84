package io.github.luffyrl.rewards.shape;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.util.Optional;

/**
 * A reward that only completions of the right shape can earn. The part {@code format} is 1 or 0.
 *
 * @param rule the shape
 * @param function scores completions that have it
 * @param malformed value of those that have not; finite
 */
public record FormatGate(FormatRule rule, RewardFunction function, double malformed)
        implements RewardFunction {

    private static final String FORMAT = "format";

    @Override
    public Reward score(Problem problem, Completion completion) {
        return rule.holds(completion.text())
                ? function.score(problem, completion).withPart(FORMAT, 1)
                : new Reward(malformed, false).withPart(FORMAT, 0);
    }

    @Override
    public Optional<String> unmatchable(Problem problem) {
        return function.unmatchable(problem);
    }
}
