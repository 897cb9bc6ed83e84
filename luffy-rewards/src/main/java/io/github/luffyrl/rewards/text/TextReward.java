package io.github.luffyrl.rewards.text;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.util.Optional;

/**
 * 1 when the completion's answer is the ground truth, letter by letter after normalisation, else 0.
 * A completion without an answer is wrong.
 *
 * <pre>{@code
 * RewardFunction reward = new TextReward(AnswerFinder.lastTag("answer"), TextNormalization.words());
 * }</pre>
 *
 * @param finder where the answer stands
 * @param normalization what does not count
 */
public record TextReward(AnswerFinder finder, TextNormalization normalization)
        implements RewardFunction {

    @Override
    public Reward score(Problem problem, Completion completion) {
        String truth = normalization.apply(problem.answer());
        return Reward.of(
                finder.find(completion.text())
                        .filter(answer -> normalization.apply(answer).equals(truth))
                        .isPresent());
    }

    @Override
    public Optional<String> unmatchable(Problem problem) {
        return normalization.apply(problem.answer()).isEmpty()
                ? Optional.of("the answer is blank; give one")
                : Optional.empty();
    }
}
