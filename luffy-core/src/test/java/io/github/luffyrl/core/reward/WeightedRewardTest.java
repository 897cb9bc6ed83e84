package io.github.luffyrl.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightedRewardTest {

    private static final Problem PROBLEM = Problem.of("p", "How much?", "4");
    private static final RewardFunction ANSWER =
            (problem, completion) ->
                    Reward.of(completion.text().contains(problem.answer())).withPart("digits", 1);
    private static final RewardFunction FORMAT =
            (problem, completion) -> Reward.of(completion.text().startsWith("\\boxed{"));

    @Test
    void aSumIsWeightedAndItsFirstPartSaysWhatIsSolved() {
        WeightedReward reward =
                WeightedReward.of("answer", 2, ANSWER)
                        .plus("format", 0.5, FORMAT)
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

    /** Such as one that asks a judge once for all of them. */
    @Test
    void aRewardThatScoresAllAtOnceIsAskedOnce() {
        List<Integer> asked = new ArrayList<>();
        RewardFunction together =
                new RewardFunction() {
                    @Override
                    public Reward score(Problem problem, Completion completion) {
                        throw new AssertionError("one by one");
                    }

                    @Override
                    public List<Reward> scoreAll(List<Attempt> attempts) {
                        asked.add(attempts.size());
                        return attempts.stream()
                                .map(attempt -> new Reward(attempt.completion().tokens(), true))
                                .toList();
                    }
                };
        List<Attempt> attempts =
                List.of(
                        new Attempt(PROBLEM, Completion.of("4")),
                        new Attempt(PROBLEM, Completion.of("of four")));

        List<Reward> sums =
                WeightedReward.of("answer", 10, ANSWER).plus("all", 1, together).scoreAll(attempts);

        // 10 * 1 + 1 character, 10 * 0 + 7 characters
        assertEquals(List.of(11.0, 7.0), sums.stream().map(Reward::value).toList());
        assertEquals(List.of(true, false), sums.stream().map(Reward::solved).toList());
        assertEquals(List.of(2), asked);
    }
}
