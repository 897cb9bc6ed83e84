package io.github.luffyrl.rewards.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericRewardTest {

    private final NumericReward percent = new NumericReward(AnswerFinder.wholeText(), 0, 0.01);

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "3.0e8                      ~ 299792458",
                "$3 \\times 10^{8}$         ~ 299792458",
                "3 \\cdot 10^8              ~ 299792458",
                "299,792,458                ~ 3e8",
                "1{,}000                    ~ 1000",
                "2/3                        ~ 0.6667",
                "-\\dfrac{2}{3}             ~ -0.6667",
                "\\$18.90                   ~ 19",
                "−5                         ~ -5",
                ".5                         ~ 0.5",
                "5.                         ~ 5",
                "101                        ~ 100",
                "0                          ~ 0",
            })
    void aNumberWithinTheToleranceIsRight(String answer, String truth) {
        assertEquals(Reward.RIGHT, score(percent, answer, truth));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "101.1      ~ 100",
                "-100       ~ 100",
                "100 or 101 ~ 100",
                "1,00       ~ 100",
                "one        ~ 1",
                "1e9999     ~ 1",
                "1/0        ~ 1",
                "NaN        ~ 1",
                "0x64       ~ 100",
                "100f       ~ 100",
                "0.001      ~ 0",
                "''         ~ 0",
            })
    void anythingElseIsWrong(String answer, String truth) {
        assertEquals(Reward.WRONG, score(percent, answer, truth));
    }

    @Test
    void theLargerToleranceCounts() {
        NumericReward reward = new NumericReward(AnswerFinder.lastBox(), 0.5, 0.01);
        assertEquals(Reward.RIGHT, score(reward, "\\boxed{1.5}", "1"));
        assertEquals(Reward.WRONG, score(reward, "\\boxed{1.51}", "1"));
        assertEquals(Reward.RIGHT, score(reward, "\\boxed{101}", "100"));
        assertEquals(Reward.WRONG, score(reward, "1", "1"));
    }

    @Test
    void aTruthThatIsNoNumberIsNamed() {
        Exception error =
                assertThrows(IllegalArgumentException.class, () -> score(percent, "1", "blue"));
        assertTrue(error.getMessage().contains("problem p is \"blue\""), error.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new NumericReward(AnswerFinder.lastBox(), Double.NaN, 0));
    }

    private static Reward score(NumericReward reward, String answer, String truth) {
        return reward.score(Problem.of("p", "How fast?", truth), Completion.of(answer));
    }
}
