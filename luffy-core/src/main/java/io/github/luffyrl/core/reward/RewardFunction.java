package io.github.luffyrl.core.reward;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.util.List;
import java.util.Optional;

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

    /**
     * Says why no completion can be right, so that the problem is refused when the data are loaded
     * and not trained on in vain.
     *
     * @param problem with its ground truth
     * @return the reason, with what mends it; empty when a completion may be right
     */
    default Optional<String> unmatchable(Problem problem) {
        return Optional.empty();
    }

    /**
     * Scores the completions of a step or of an evaluation: here one after the other; to be
     * overridden by what can do better.
     *
     * @param attempts any number
     * @return their rewards, in the same order
     */
    default List<Reward> scoreAll(List<Attempt> attempts) {
        return attempts.stream().map(a -> score(a.problem(), a.completion())).toList();
    }
}
