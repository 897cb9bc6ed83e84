package io.github.luffyrl.rewards.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipleChoiceRewardTest {

    private final MultipleChoiceReward reward = new MultipleChoiceReward("A", "B", "C", "D");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "The answer is B.           ~ B",
                "So it is \\boxed{B}.        ~ B",
                "Final answer: (c)          ~ C",
                "\\boxed{\\text{D}}          ~ D",
                "\\boxed{A}, for B is wrong ~ A",
                "答案是B。                   ~ B",
            })
    void theChosenLetterIsRight(String completion, String truth) {
        assertEquals(Reward.RIGHT, score(completion, truth));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "The answer is A.           ~ B",
                "A, no: the answer is B.    ~ A",
                "I do not know.             ~ D",
                "The answer is E.           ~ D",
                "The answer is A or B.      ~ B",
                "The answer is A or B.      ~ A",
                "A and B                    ~ B",
                "\\boxed{A, B}              ~ B",
                "(A)/(B)                    ~ B",
                "The answer is not B.       ~ B",
                "B is wrong.                ~ B",
                "If the answer is B, stop.  ~ B",
                "\\boxed{A} as B is wrong   ~ B",
            })
    void anyOtherIsWrong(String completion, String truth) {
        assertEquals(Reward.WRONG, score(completion, truth));
    }

    @Test
    void aProblemWhoseAnswerIsNoChoiceHasNoVerdict() {
        assertEquals(Reward.WRONG.withPart("noVerdict", 1), score("The answer is B.", "seventeen"));
    }

    @Test
    void aQuestionHasAtLeastTwoChoices() {
        assertThrows(IllegalArgumentException.class, () -> new MultipleChoiceReward("A"));
    }

    private Reward score(String completion, String truth) {
        return reward.score(Problem.of("p", "Which?", truth), Completion.of(completion));
    }
}
