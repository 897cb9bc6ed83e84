package io.github.luffyrl.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RewardTest {

    @Test
    void aRightAnswerIsWorthOneAndAWrongOneNothing() {
        assertEquals(new Reward(1, true), Reward.of(true));
        assertEquals(new Reward(0, false), Reward.of(false));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aRewardThatIsNotFiniteIsRejectedByItsValue(double value) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new Reward(value, false));

        assertTrue(error.getMessage().contains(String.valueOf(value)), error.getMessage());
    }

    @Test
    void partsKeepTheirOrderAndAreChecked() {
        Reward reward = Reward.RIGHT.withPart("format", 1).withPart("answer", 0.5);

        assertEquals(List.of("format", "answer"), List.copyOf(reward.parts().keySet()));
        assertEquals(1, reward.value());
        assertEquals(
                Map.of("format", 1.0, "answer", 0.25), reward.withPart("answer", 0.25).parts());
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> reward.withPart("length", Double.NaN));
        assertTrue(error.getMessage().contains("part length"), error.getMessage());
    }

    @Test
    void severalAttemptsAreScoredInTheirOrder() {
        RewardFunction length = (problem, completion) -> new Reward(completion.tokens(), false);
        Problem problem = Problem.of("p", "How much?", "1");
        List<Attempt> attempts =
                Stream.of("a", "bbb", "cc")
                        .map(text -> new Attempt(problem, Completion.of(text)))
                        .toList();

        assertEquals(
                List.of(1.0, 3.0, 2.0),
                length.scoreAll(attempts).stream().map(Reward::value).toList());
    }
}
