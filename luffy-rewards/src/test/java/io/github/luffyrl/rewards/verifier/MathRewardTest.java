package io.github.luffyrl.rewards.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MathRewardTest {

    private final RewardFunction reward = new MathReward();

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Thus \\boxed{42}.              ~ 42",
                "\\boxed{41}, no: \\boxed{42}   ~ 42",
                "\\boxed{0.5}                   ~ \\frac{1}{2}",
                "\\boxed{\\dfrac{2}{4}}         ~ 0.50",
                "\\boxed{1,234}                 ~ 1234",
                "\\boxed{$-3/4$}                ~ $-\\frac34$",
                "\\boxed{x  +   1}              ~ x + 1",
                "\\boxed{\\text{Tuesday}}       ~ \\text{Tuesday}",
                "\\boxed{(1,  2)}               ~ (1, 2)",
                "\\boxed{0.333333}              ~ 1/3",
                "\\boxed{42 cm}                 ~ 42",
                "\\boxed{tuesday}               ~ Tuesday",
                "The answer is $42$.            ~ 42",
                "the answer is 42               ~ 42",
                "Final Answer: **42**           ~ 42",
                "It is \\boxed{2^{10}}           ~ 2^{10}",
            })
    void anEqualAnswerIsRight(String completion, String truth) {
        assertEquals(Reward.RIGHT, score(completion, truth));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\\boxed{42                     ~ 42",
                "\\boxed{42}, no: \\boxed{41}   ~ 42",
                "\\boxed{-42}                   ~ 42",
                "\\boxed{0.33333}               ~ 1/3",
                "\\boxed{4 2}                   ~ 42",
                "\\boxed{monday}                ~ Tuesday",
                "\\boxed{}                      ~ 42",
            })
    void anyOtherAnswerIsWrong(String completion, String truth) {
        assertEquals(Reward.WRONG, score(completion, truth));
    }

    private Reward score(String completion, String truth) {
        return reward.score(Problem.of("p", "How much?", truth), Completion.of(completion));
    }
}
