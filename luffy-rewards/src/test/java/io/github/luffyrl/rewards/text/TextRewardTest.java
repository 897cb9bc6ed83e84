package io.github.luffyrl.rewards.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.Reward;
import io.github.luffyrl.core.rollout.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRewardTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "It is <answer> New  York. </answer>      ~ new york ~ 1",
                "<answer>Rome</answer><answer>Oslo</answer> ~ Oslo   ~ 1",
                "<answer>Rome</answer><answer>Oslo</answer> ~ Rome   ~ 0",
                "Oslo                                     ~ Oslo     ~ 0",
                "<answer></answer>                        ~ Oslo     ~ 0",
                "Oslo</answer>                            ~ Oslo     ~ 0",
            })
    void theAnswerIsComparedByItsWords(String completion, String truth, double value) {
        TextReward reward =
                new TextReward(AnswerFinder.lastTag("answer"), TextNormalization.words());
        assertEquals(Reward.of(value == 1), score(reward, completion, truth));
    }

    @Test
    void exactTextsDifferInCaseAndInnerSpace() {
        TextReward exact = new TextReward(AnswerFinder.wholeText(), TextNormalization.exact());
        assertEquals(Reward.RIGHT, score(exact, " a b\n", "a b"));
        assertEquals(Reward.WRONG, score(exact, "a  b", "a b"));
        assertEquals(Reward.WRONG, score(exact, "A b", "a b"));
        TextReward spaced =
                new TextReward(AnswerFinder.wholeText(), TextNormalization.whiteSpace());
        assertEquals(Reward.RIGHT, score(spaced, "a \n b", "a b"));
    }

    @Test
    void theRestOfTheLineAfterAMarkIsAnAnswer() {
        AnswerFinder finder = AnswerFinder.afterLast("####");
        assertEquals("72", finder.find("#### 5\nso\n#### 72 \nbye").orElseThrow());
        assertEquals(true, finder.find("####  \n72").isEmpty());
        assertEquals(true, finder.find("72").isEmpty());
    }

    private static Reward score(TextReward reward, String completion, String truth) {
        return reward.score(Problem.of("p", "Where?", truth), Completion.of(completion));
    }

    /** By the rules of the data set's authors, worked out by hand. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "\\dfrac12            ~ \\frac{1}{2}",
                "\\tfrac{1}2          ~ \\frac{1}{2}",
                "\\frac1{72}          ~ \\frac{1}{72}",
                "\\frac{\\pi}{2}      ~ \\frac{\\pi}{2}",
                "0.5                  ~ \\frac{1}{2}",
                "3/4                  ~ \\frac{3}{4}",
                "-3/4                 ~ \\frac{-3}{4}",
                "x = 5                ~ 5",
                "abc = 5              ~ abc=5",
                "\\sqrt3 + \\sqrt{2}  ~ \\sqrt{3}+\\sqrt{2}",
                "\\sqrt[3]{2}         ~ \\sqrt[3]{2}",
                "30^\\circ            ~ 30",
                "50\\%                ~ 50",
                "\\$18.90             ~ 18.90",
                ".5x                  ~ 0.5x",
                "10\\text{ cm}        ~ 10",
                "\\left(1, 2\\right)  ~ (1,2)",
                "11,\\!100            ~ 11,100",
            })
    void spellingsOfLatexBecomeOne(String spelling, String normal) {
        assertEquals(normal, TextNormalization.hendrycks().apply(spelling));
        assertEquals(normal, TextNormalization.hendrycks().apply(normal));
    }

    @Test
    void differentLatexStaysDifferent() {
        TextNormalization hendrycks = TextNormalization.hendrycks();
        assertNotEquals(hendrycks.apply("\\frac{1}{23}"), hendrycks.apply("\\frac{12}{3}"));
        assertNotEquals(hendrycks.apply("x+1"), hendrycks.apply("1+x"));
    }
}
