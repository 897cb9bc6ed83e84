package io.github.luffyrl.rewards.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormatGateTest {

    private static final Problem PROBLEM = Problem.of("p", "How much?", "4");
    private static final RewardFunction ANSWER =
            (problem, completion) ->
                    Reward.of(completion.text().contains(problem.answer())).withPart("digits", 1);

    @Test
    void onlyTheRightShapeEarnsAnything() {
        RewardFunction reward = new FormatGate(FormatRule.boxed(), ANSWER, -1);
        assertEquals(
                new Reward(1, true, Map.of("digits", 1.0, "format", 1.0)),
                reward.score(PROBLEM, Completion.of("\\boxed{4}")));
        assertEquals(
                new Reward(-1, false, Map.of("format", 0.0)),
                reward.score(PROBLEM, Completion.of("4")));
    }
}
