package io.github.luffyrl.rewards.verifier;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.util.Optional;

/**
 * 1 when a {@link MathVerifier} says that the response gives the problem's answer, else 0. The
 * answer of a problem may be bare, such as {@code \frac12}, or delimited, such as {@code $\frac12$}
 * and {@code \boxed{\frac12}}. What could not be judged is a part of the reward, see {@link
 * Verdict#reward()}.
 *
 * <pre>{@code
 * RewardFunction reward = new MathReward();
 * }</pre>
 */
public final class MathReward implements RewardFunction {

    private final MathVerifier verifier;

    /** Creates a reward of {@code new MathVerifier()}. */
    public MathReward() {
        this(new MathVerifier());
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

    @Override
    public Optional<String> unmatchable(Problem problem) {
        return verifier.unmatchable(problem.answer());
    }
}
