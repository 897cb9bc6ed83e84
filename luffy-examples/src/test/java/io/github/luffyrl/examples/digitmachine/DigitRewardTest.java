package io.github.luffyrl.examples.digitmachine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitRewardTest {

    private static final Problem PROBLEM = Problem.of("p", "ae|1234=", "1342");

    private final DigitReward reward = new DigitReward();

    @ParameterizedTest
    @ValueSource(strings = {"#1342", ">a2134>e1342#1342", ">ae1342?1342#1342", "#9999#1342"})
    void rightWhenItEndsInTheRightState(String text) {
        assertEquals(Reward.RIGHT, reward.score(PROBLEM, Completion.of(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "#", // no state
                "#1343", // wrong state
                ">a2134>e1342", // no answer
                "1342", // no mark
                "?1342", // a check is no answer
                "#13421", // trailing digit
                "#1342 ", // trailing blank
                "#1342>", // trailing line
                "# 1342", // not in the form
                "#1342#1343", // right, then wrong
            })
    void wrongOtherwise(String text) {
        assertEquals(Reward.WRONG, reward.score(PROBLEM, Completion.of(text)));
    }

    @Test
    void wrongWhenCutOffAtTheLengthLimit() {
        Completion cut = new Completion(">a2134>e1342#1342", 17, false);

        assertEquals(Reward.WRONG, reward.score(PROBLEM, cut));
    }
}
