package io.github.luffyrl.rewards.named;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardProvider;
import io.github.luffyrl.core.rollout.Completion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedRewardsTest {

    private static double score(
            String kind, Map<String, Object> options, String gold, String response) {
        return RewardProvider.find(kind, options)
                .score(Problem.of("p", "?", gold), new Completion(response, 1, true))
                .value();
    }

    private static String refusal(String kind, Map<String, Object> options) {
        return assertThrows(
                        IllegalArgumentException.class, () -> RewardProvider.find(kind, options))
                .getMessage();
    }

    @Test
    void rewardsAreFoundByTheirNames() {
        assertEquals(1, score("math", Map.of(), "\\frac12", "\\boxed{0.5}"));
        assertEquals(1, score("text", Map.of(), "Mont Blanc", "\\boxed{mont blanc!}"));
        assertEquals(0, score("text", Map.of("normalization", "exact"), "A b", "\\boxed{a b}"));
        assertEquals(
                1, score("text", Map.of("answer", Map.of("tag", "a")), "yes", "no <a>yes</a>"));
        assertEquals(
                1, score("text", Map.of("answer", Map.of("after", "So:")), "yes", "Hm. So: yes"));
        assertEquals(1, score("choice", Map.of("choices", List.of("A", "B")), "B", "\\boxed{B}"));
        assertEquals(1, score("numeric", Map.of("relative", 0.1), "10", "\\boxed{10.9}"));
        assertEquals(0, score("numeric", Map.of("absolute", 0.5), "10", "\\boxed{10.9}"));
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsOption() {
        assertTrue(
                refusal("numeric", Map.of("relative", -1))
                        .startsWith("reward.relative = -1: need a number"));
        assertTrue(
                refusal("math", Map.of("strict", true))
                        .startsWith("reward.strict = true: need no"));
        assertTrue(refusal("text", Map.of("answer", "box")).contains("need last-box, whole-text"));
        assertTrue(refusal("choice", Map.of("choices", "A")).contains("at least two texts"));
        assertTrue(
                refusal("maths", Map.of())
                        .startsWith(
                                "reward.kind = maths: need one of choice, math, numeric, text; "),
                refusal("maths", Map.of()));
    }
}
