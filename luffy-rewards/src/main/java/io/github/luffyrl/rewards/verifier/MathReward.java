package io.github.luffyrl.rewards.verifier;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.GoldFormat;
import io.github.luffyrl.rewards.options.VerifierOptions;

/**
 * 1 when the answer equals the ground truth, else 0. The answer is the last box, or what follows
 * "answer is" between mathematical delimiters; the ground truth is LaTeX, with or without them.
 * What could not be judged is a part of the reward, see {@link Verdict#reward()}.
 *
 * <pre>{@code
 * RewardFunction reward = new MathReward();
 * }</pre>
 */
public final class MathReward implements RewardFunction {

    private final MathVerifier verifier;

    /** Creates a reward that asks for LaTeX in a box or behind "answer is". */
    public MathReward() {
        this(
                new MathVerifier(
                        VerifierOptions.builder()
                                .optForms(AnswerForm.LATEX)
                                .optAnchorRequired(true)
                                .optGoldFormat(GoldFormat.BARE)
                                .build()));
    }

    /**
     * Creates a reward.
     *
     * @param verifier compares the answers
     */
    public MathReward(MathVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public Reward score(Problem problem, Completion completion) {
        return verifier.verify(problem.answer(), completion.text()).reward();
    }
}
