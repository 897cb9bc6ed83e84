package io.github.luffyrl.rewards.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatRuleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<think>Two and two.</think>Four.",
                "<think>\nTwo\nand two.\n</think>\nFour.",
                "<think>A <b>tag</b>.</think> Four.",
                "<think></think>Four.",
            })
    void oneThoughtThenAnAnswerHasTheThinkFormat(String text) {
        assertTrue(FormatRule.thinkThenAnswer().holds(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Four.",
                "<think>Two and two. Four.",
                "Two and two.</think>Four.",
                "Well, <think>two and two.</think>Four.",
                "<think>Two<think> and two.</think></think>Four.",
                "<think>Two</think> and <think>two.</think>Four.",
                "<think>Two and two.</think>",
                "<think>Two and two.</think> \n",
                "</think><think>Four.",
            })
    void anythingElseHasNot(String text) {
        assertFalse(FormatRule.thinkThenAnswer().holds(text));
    }

    @Test
    void bothTagsAreEnoughForTheReferencesVersions() {
        assertTrue(FormatRule.thinkTags().holds("a </think> b <think>"));
        assertFalse(FormatRule.thinkTags().holds("<think> a"));
    }

    @Test
    void aTagIsClosedFilledAndAlone() {
        FormatRule rule = FormatRule.tag("answer");
        assertTrue(rule.holds("so <answer> 4 </answer>."));
        assertFalse(rule.holds("so <answer> </answer>."));
        assertFalse(rule.holds("so <answer>4</answer> or <answer>5</answer>"));
        assertFalse(rule.holds("so </answer>4<answer>"));
        assertFalse(rule.holds("so <answer>4"));
    }

    @Test
    void aRewardAsksForAllOfItsRules() {
        FormatReward reward =
                new FormatReward(FormatRule.thinkThenAnswer().and(FormatRule.boxed()));
        Problem problem = Problem.of("p", "2 + 2?", "4");
        assertEquals(
                Reward.RIGHT, reward.score(problem, Completion.of("<think>a</think>\\boxed{5}")));
        assertEquals(Reward.WRONG, reward.score(problem, Completion.of("<think>a</think>4")));
        assertEquals(Reward.WRONG, reward.score(problem, Completion.of("\\boxed{4}")));
    }
}
