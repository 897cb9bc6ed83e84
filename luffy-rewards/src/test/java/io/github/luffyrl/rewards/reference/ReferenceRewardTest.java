package io.github.luffyrl.rewards.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceRewardTest {

    /** Values by version 0 to 4, as LUFFY's authors give them; the truth is 4. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "<think>a</think>\\boxed{4}                    ~ 1 ~  1   ~ 1 ~ 1 ~ 1",
                "<think>a</think>\\boxed{5}                    ~ 0 ~ -0.5 ~ 0 ~ 0 ~ 0",
                "\\boxed{4}                                    ~ 0 ~ -1   ~ 1 ~ 0 ~ 1",
                "<think>a \\boxed{4}                           ~ 0 ~ -1   ~ 1 ~ 0 ~ 1",
                // what follows a second end of a thought does not count
                "<think>a</think>\\boxed{4}</think>\\boxed{5}  ~ 1 ~  1   ~ 0 ~ 1 ~ 0",
                // no box
                "<think>a</think>none                          ~ 0 ~ -1   ~ 0 ~ 0 ~ 0",
            })
    void aVersionDemandsAThoughtABoxOrNothing(
            String text, double v0, double v1, double v2, double v3, double v4) {
        Map<RewardVersion, Double> expected =
                Map.of(
                        RewardVersion.V0, v0,
                        RewardVersion.V1, v1,
                        RewardVersion.V2, v2,
                        RewardVersion.V3, v3,
                        RewardVersion.V4, v4);
        expected.forEach(
                (version, value) -> {
                    Reward reward = score(version, "", "4", text);
                    assertEquals(value, reward.value(), version + ": " + text);
                    assertEquals(value == 1, reward.solved());
                });
    }

    @Test
    void dollarSignsAroundATruthAreNotDoubled() {
        assertEquals(1, score(RewardVersion.V4, "", "$4$", "\\boxed{4}").value());
    }

    @Test
    void aMissingTruthIsAMalformedProblem() {
        assertEquals(-1, score(RewardVersion.V1, "", " ", "<think></think>\\boxed{4}").value());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "openai/gsm8k   ~ 1,234 ~ so; #### $1234  ~ 1",
                "openai/gsm8k   ~ 1234  ~ \\boxed{1234}    ~ 0",
                "lighteval/MATH ~ 1/2   ~ \\boxed{0.5}     ~ 1",
                "lighteval/MATH ~ 0.25  ~ \\boxed{1/4}     ~ 0",
            })
    void twoSourcesHaveRulesOfTheirOwn(String source, String truth, String text, double value) {
        for (RewardVersion version : RewardVersion.values()) {
            assertEquals(value, score(version, source, truth, text).value());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "''             ~ 4                  ~ true",
                "''             ~ \\boxed{4}          ~ true",
                "''             ~ $\\frac12$          ~ true",
                "''             ~ even               ~ true",
                "''             ~ ' '                ~ false",
                "''             ~ \\boxed{}           ~ false",
                "openai/gsm8k   ~ 1,234              ~ true",
                "openai/gsm8k   ~ 9 eggs. #### 18    ~ false",
                "openai/gsm8k   ~ ' '                ~ false",
                "lighteval/MATH ~ \\frac12            ~ true",
                "lighteval/MATH ~ \\boxed{5}          ~ false",
                "lighteval/MATH ~ {5                 ~ false",
            })
    void goldsThatNoResponseCanGiveAreNamed(String source, String truth, boolean matchable) {
        for (RewardVersion version : RewardVersion.values()) {
            Optional<String> reason =
                    new ReferenceReward(version).unmatchable(problem(source, truth));
            assertEquals(matchable, reason.isEmpty(), version + ": " + reason);
        }
    }

    @Test
    void aWholeSolutionIsNoAnswer() {
        String solution =
                "She has nine eggs and sells two of them each day for as long as they last ";
        for (RewardVersion version : RewardVersion.values()) {
            assertTrue(
                    new ReferenceReward(version)
                            .unmatchable(problem("", solution.repeat(3) + "so 18."))
                            .isPresent());
        }
    }

    private static Problem problem(String source, String truth) {
        return new Problem(
                "p", source, List.of(ChatMessage.user("2 + 2?")), truth, List.of(), Map.of());
    }

    private static Reward score(RewardVersion version, String source, String truth, String text) {
        return new ReferenceReward(version).score(problem(source, truth), Completion.of(text));
    }
}
