package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * 0 for a response that ran into the length limit, whatever it says, and another reward for those
 * that ended by themselves: the rule of Open-Reasoner-Zero (arXiv 2503.24290) and of Oat-Zero.
 *
 * @param reward of finished responses
 */
public record FinishedReward(RewardFunction reward) implements RewardFunction {

    @Override
    public Reward score(Problem problem, Completion completion) {
        return completion.finished() ? reward.score(problem, completion) : Reward.of(false);
    }

    @Override
    public Optional<String> unmatchable(Problem problem) {
        return reward.unmatchable(problem);
    }

    @Override
    public List<Reward> scoreAll(List<Attempt> attempts) {
        List<Reward> finished =
                reward.scoreAll(attempts.stream().filter(a -> a.completion().finished()).toList());
        List<Reward> all = new ArrayList<>(attempts.size());
        int next = 0;
        for (Attempt attempt : attempts) {
            all.add(attempt.completion().finished() ? finished.get(next++) : Reward.of(false));
        }
        return all;
    }
}
