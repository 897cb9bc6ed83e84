package io.github.luffyrl.rewards.internal.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.BoxPriority;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerExtractorTest {

    private static ExtractionRules rules(boolean anchorRequired, AnswerForm... forms) {
        return new ExtractionRules(
                Set.of(forms), BoxPriority.FIRST, anchorRequired, List.of("A", "B"), true);
    }

    private static String first(ExtractionRules rules, String text) {
        return new AnswerExtractor(rules)
                .find(text).stream().findFirst().map(Candidate::text).orElse("nothing");
    }

    private static String first(String text) {
        return first(rules(false, AnswerForm.LATEX, AnswerForm.EXPRESSION), text);
    }

    @ParameterizedTest
    @CsvSource({"it is 2pi", "2i", "2\u00b2", "2e2", "it is not 2", "is it 2?"})
    void aNumberThatIsPartOfATermIsNoAnswer(String text) {
        assertEquals("nothing", first(rules(false, AnswerForm.EXPRESSION), text));
    }

    @ParameterizedTest
    @CsvSource({"x = -1, -1", "I get 2 inches, 2", "A2 is 5, 5", "from 3 to 4, 4"})
    void aNumberBesideWordsIsAnAnswer(String text, String answer) {
        assertEquals(answer, first(rules(false, AnswerForm.EXPRESSION), text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "it is \\boxed{41}, no: \\boxed{42}     ~ 42",
                "\\boxed{\\frac{1}{2}}                  ~ \\frac{1}{2}",
                "\\fbox {11}                            ~ 11",
                "\\boxed 7                              ~ 7",
                "\\boxed{\\boxed{7}}                    ~ \\boxed{7}",
                "\\boxed{5} \\boxed{}                   ~ 5",
                "{ } } { \\boxed{\\{1\\}} }             ~ \\{1\\}",
                "\\boxed{20} percent                    ~ 20\\%",
                "\\boxed{2}, \\boxed{3}                 ~ 2, 3",
                "\\boxed{2} \\text{ and } \\boxed{3}    ~ 2 \\text{ and } 3",
                "\\boxed{1} papers and \\boxed{2} bins  ~ 1 \\text{ and } 2",
                "\\boxed{3}? No. Try 5: \\boxed{5}      ~ 5",
            })
    void theLastBoxIsTheAnswerWithThoseItIsConnectedTo(String text, String answer) {
        assertEquals(answer, first(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "The final answer is $14$. We took 3 steps.  ~ 14",
                "Answer \\( 9+1 \\)                          ~ 9+1",
                "the answer is therefore 7, not 8            ~ 7",
                "First $x=1$; in the end there are 12 ways.  ~ 12",
                "there are 12 ways if $n=3$                  ~ n=3",
                "roots are $a=1$ or $a=-2$                   ~ a=1 \\text{ and } a=-2",
                "it costs 1,000.99m²                         ~ 1,000.99",
                "so P = (1/2) * (4/3) = 2/3                  ~ 2/3",
                "AZYUK2A                                     ~ nothing",
                "it is \\frac{10}{9}                         ~ \\frac{10}{9}",
                "<answer> 5 </answer> or 6                   ~ 5",
            })
    void withoutABoxAnchorsComeFirstAndThenWhatIsLast(String text, String answer) {
        assertEquals(answer, first(text));
    }

    @Test
    void anAnchorCanBeDemanded() {
        ExtractionRules anchored = rules(true, AnswerForm.LATEX);

        assertEquals("5", first(anchored, "the answer is $5$"));
        assertEquals("nothing", first(anchored, "we get $5$"));
    }

    @Test
    void whatFollowsTheEndOfTheTurnIsNotTheAnswer() {
        assertEquals("5", first("\\boxed{5}<|im_start|>user\nAnd now? \\boxed{6}"));
    }

    @Test
    void oneMegabyteTakesLinearTime() {
        for (String hostile :
                new String[] {"\\boxed{", "$", "\\(", "1,000,", "answer ", "1+", "{"}) {
            String text = hostile.repeat(1_000_000 / hostile.length());
            assertTimeout(Duration.ofSeconds(5), () -> first(text), hostile);
        }
    }

    @Test
    void nestedBoxesTakeLinearTime() {
        String text = "\\boxed{".repeat(100_000) + "2" + "}".repeat(100_000);

        assertTimeout(Duration.ofSeconds(5), () -> first(text));
    }
}
