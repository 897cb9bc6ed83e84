package io.github.luffyrl.rewards.text;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.VerifierOptions;
import io.github.luffyrl.rewards.verifier.MathVerifier;
import java.util.List;
import java.util.Optional;

/**
 * 1 when the completion chooses the letter that the problem's answer names, else 0.
 *
 * <pre>{@code
 * RewardFunction reward = new MultipleChoiceReward("A", "B", "C", "D", "E");
 * }</pre>
 */
public final class MultipleChoiceReward implements RewardFunction {

    private final MathVerifier verifier;

    /**
     * Creates a reward.
     *
     * @param choices what may be chosen; case does not count
     */
    public MultipleChoiceReward(String... choices) {
        if (choices.length < 2) {
            throw new IllegalArgumentException(
                    "choices = " + List.of(choices) + ": need at least two");
        }
        verifier =
                new MathVerifier(
                        VerifierOptions.builder()
                                .optForms(AnswerForm.CHOICE)
                                .optChoices(choices)
                                .build());
    }

    /** An answer of the problem that names none of the choices gives the part {@code noVerdict}. */
    @Override
    public Reward score(Problem problem, Completion completion) {
        return verifier.verify(problem.answer(), completion.text()).reward();
    }

    @Override
    public Optional<String> unmatchable(Problem problem) {
        return verifier.unmatchable(problem.answer());
    }
}
