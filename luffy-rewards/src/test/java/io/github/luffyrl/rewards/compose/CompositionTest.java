package io.github.luffyrl.rewards.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.core.rollout.Completion;
import io.github.luffyrl.rewards.shape.FormatReward;
import io.github.luffyrl.rewards.shape.FormatRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositionTest {

    private static final Problem PROBLEM = Problem.of("p", "How much?", "4");
    private static final RewardFunction ANSWER =
            (problem, completion) ->
                    Reward.of(completion.text().contains(problem.answer())).withPart("digits", 1);

    @Test
    void aSumIsWeightedAndItsFirstPartSaysWhatIsSolved() {
        WeightedReward reward =
                WeightedReward.of("answer", 2, ANSWER)
                        .plus("format", 0.5, new FormatReward(FormatRule.boxed()))
                        .plus("length", -0.25, (p, c) -> new Reward(c.tokens(), true));

        // 2 * 1 + 0.5 * 0 - 0.25 * 1
        Reward right = reward.score(PROBLEM, Completion.of("4"));
        assertEquals(
                new Reward(
                        1.75,
                        true,
                        Map.of("answer", 1.0, "digits", 1.0, "format", 0.0, "length", 1.0)),
                right);
        assertEquals(
                List.of("answer", "digits", "format", "length"),
                List.copyOf(right.parts().keySet()));
        // 2 * 0 + 0.5 * 1 - 0.25 * 9, and not solved whatever the others say
        Reward wrong = reward.score(PROBLEM, Completion.of("\\boxed{5}"));
        assertEquals(-1.75, wrong.value());
        assertEquals(false, wrong.solved());
    }

    @Test
    void everyPartHasANameOfItsOwn() {
        WeightedReward reward = WeightedReward.of("answer", 1, ANSWER);
        assertThrows(IllegalArgumentException.class, () -> reward.plus("answer", 1, ANSWER));
        assertThrows(IllegalArgumentException.class, () -> reward.plus(" ", 1, ANSWER));
        assertThrows(IllegalArgumentException.class, () -> reward.plus("b", Double.NaN, ANSWER));
    }

    @Test
    void behindAGateOnlyTheRightShapeEarnsAnything() {
        RewardFunction reward = new FormatGate(FormatRule.boxed(), ANSWER, -1);
        assertEquals(
                new Reward(1, true, Map.of("digits", 1.0, "format", 1.0)),
                reward.score(PROBLEM, Completion.of("\\boxed{4}")));
        assertEquals(
                new Reward(-1, false, Map.of("format", 0.0)),
                reward.score(PROBLEM, Completion.of("4")));
    }
}
