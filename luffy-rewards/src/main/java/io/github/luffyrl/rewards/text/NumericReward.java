package io.github.luffyrl.rewards.text;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * 1 when the completion's answer is a number close to the ground truth, else 0: {@code |answer -
 * truth| <= max(absolute, relative * |truth|)}. For measured quantities; where answers are exact
 * use the verifier.
 *
 * <pre>{@code
 * RewardFunction reward = new NumericReward(AnswerFinder.lastBox(), 0, 0.01); // 1 % off at most
 * }</pre>
 *
 * @param finder where the answer stands
 * @param absolute largest difference, at least 0
 * @param relative largest difference as a share of the truth, at least 0
 */
public record NumericReward(AnswerFinder finder, double absolute, double relative)
        implements RewardFunction {

    /** Checks the tolerances. */
    public NumericReward {
        if (!(absolute >= 0 && relative >= 0)) {
            throw new IllegalArgumentException(
                    "tolerances are at least 0, got " + absolute + " and " + relative);
        }
    }

    /**
     * Scores one completion.
     *
     * @throws IllegalArgumentException if the ground truth is not a number
     */
    @Override
    public Reward score(Problem problem, Completion completion) {
        double truth =
                PlainNumber.parse(problem.answer())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the answer of problem "
                                                        + problem.id()
                                                        + " is \""
                                                        + problem.answer()
                                                        + "\"; need a number"));
        OptionalDouble answer =
                finder.find(completion.text())
                        .map(PlainNumber::parse)
                        .orElse(OptionalDouble.empty());
        double tolerance = Math.max(absolute, relative * Math.abs(truth));
        return Reward.of(answer.isPresent() && Math.abs(answer.getAsDouble() - truth) <= tolerance);
    }

    @Override
    public Optional<String> unmatchable(Problem problem) {
        return PlainNumber.parse(problem.answer()).isPresent()
                ? Optional.empty()
                : Optional.of("the answer is \"" + problem.answer() + "\"; need a number");
    }
}
