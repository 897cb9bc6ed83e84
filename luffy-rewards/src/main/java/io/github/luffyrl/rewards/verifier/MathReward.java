package io.github.luffyrl.rewards.verifier;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.rewards.answer.BoxedAnswer;
import io.github.luffyrl.rewards.math.Rational;
import io.github.luffyrl.rewards.math.RationalParser;
import java.util.Optional;

/**
 * 1 when the last boxed answer equals the ground truth, else 0. Two numbers are compared exactly by
 * value, so {@code 0.5} equals {@code \frac{1}{2}}; anything else by its text, where only the
 * amount of white space may differ. A completion without a box is wrong.
 *
 * <pre>{@code
 * RewardFunction reward = new MathReward();
 * }</pre>
 */
public final class MathReward implements RewardFunction {

    @Override
    public Reward score(Problem problem, Completion completion) {
        Optional<String> answer = BoxedAnswer.last(completion.text());
        return Reward.of(answer.isPresent() && equal(answer.get(), problem.answer()));
    }

    private static boolean equal(String answer, String truth) {
        Optional<Rational> given = RationalParser.parse(answer);
        Optional<Rational> expected = RationalParser.parse(truth);
        if (given.isPresent() && expected.isPresent()) {
            return given.equals(expected);
        }
        return normalised(answer).equals(normalised(truth));
    }

    private static String normalised(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
