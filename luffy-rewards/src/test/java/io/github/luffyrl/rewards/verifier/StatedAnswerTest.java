package io.github.luffyrl.rewards.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text says about its answer counts: a number that it only mentions is none. */
class StatedAnswerTest {

    private static final int FUZZ = Integer.getInteger("luffy.verifier.fuzz", 5_000);

    private final MathVerifier verifier = new MathVerifier();

    private boolean correct(String gold, String prediction) {
        return verifier.verify(gold, prediction).isCorrect();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-\\boxed{5}",
                "$-\\boxed{5}$",
                "-$\\boxed{5}$",
                "2\\cdot\\boxed{5}",
                "\\boxed{5}\\cdot 2",
                "\\frac{1}{\\boxed{5}}",
                "$\\frac{\\boxed{5}}{2}$",
                "\\sqrt{\\boxed{5}}",
                "\\boxed{5}x",
                "x\\boxed{5}",
                "$\\boxed{5}\\pi$",
                "\\boxed{5}^2",
                "2^{\\boxed{5}}",
                "\\boxed{5}!",
                "x \\ne \\boxed{5}",
                "$x > \\boxed{5}$",
                "\\boxed{5} or 6",
                "$\\boxed{5}$ or $6$",
                "4 or \\boxed{5}",
                "\\boxed{5} \\text{ or } 6",
                "\\boxed{5}, 6",
                "not \\boxed{5}",
                "It is anything but \\boxed{5}.",
                "It is at least $\\boxed{5}$.",
                "I doubt that the answer is \\boxed{5}.",
                "\\boxed{5} is wrong.",
                "\\boxed{4}, 5",
                "\\boxed{4} or \\boxed{5}",
                "\\boxed{5} \\boxed{\\text{no answer}}",
            })
    void aBoxInALargerTermIsNotTheAnswer(String prediction) {
        assertFalse(correct("5", prediction));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "-\\boxed{5}                              ~ -5",
                "$x = 2\\cdot\\boxed{5}$                  ~ 10",
                "$x \\ne \\boxed{5}$                      ~ x \\ne 5",
                "$$S = 6\\times 25 = \\boxed{150}.$$      ~ 150",
                "\\[ x = \\boxed{5} \\quad (x>0) \\]      ~ 5",
                "\\[ \\text{Area: } \\boxed{5} \\]        ~ 5",
                "**Answer:** \\boxed{5}                   ~ 5",
                "**\\boxed{5}**                           ~ 5",
                "2) $\\boxed{5}$                          ~ 5",
                "(this is \\boxed{5})                     ~ 5",
                "\\textbf{\\boxed{5}}                     ~ 5",
                "\\begin{aligned}x &= \\boxed{5}\\end{aligned} ~ 5",
                "$\\boxed{5}$ m/s                         ~ 5",
                "\\boxed{5} \\text{ cm}                   ~ 5",
                "\\boxed{50}\\%                           ~ \\frac12",
                "$x=\\boxed{1}$ or $x=\\boxed{2}$         ~ 1,2",
                "<|begin_of_box|>7<|end_of_box|>           ~ 7",
                "\\boxed{35 cm} ++++++ \\boxed{4}         ~ 4",
            })
    void aBoxIsReadWithWhatStandsAroundIt(String prediction, String gold) {
        assertTrue(correct(gold, prediction));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The answer is not 5.",
                "The answer isn't 5.",
                "It is not 5.",
                "the answer is either 5 or 6",
                "either 5 or 6",
                "the answer is 5 and 6",
                "the answer is $5$ or $6$",
                "The answer is x > 5",
                "x > 5",
                "so x ≠ 5",
                "the answer is √5",
                "\\sqrt 5",
                "the answer is ln 5",
                "the answer is sin 5",
                "the answer is section 5",
                "the answer is 5⅓",
                "the answer is 5½",
                "the answer is 5_000",
                "the answer is 5*sqrt(3)",
                "the answer is - 5",
                "the answer is 5/",
                "The answer is less than 5.",
                "The answer is 5 or more.",
                "the answer is [5, 6]",
                "If the answer is $5$, then $1=0$.",
                "I doubt that the answer is 5",
                "Is the answer 5?",
                "The answer is 5? No.",
                "The answer 5 is wrong.",
                "It cannot be that the answer is 5.",
                "The answer is 4, not 5",
                "答案不是5。",
                "如果答案是5，则矛盾。",
                "La réponse n'est pas 5.",
                "Je doute que la réponse est 5.",
                "<answer>$4$ $5$</answer>",
                "<answer>4 5</answer>",
                "Answer: 5\n\nNo, wait.\n\nAnswer: 6",
            })
    void aNumberThatTheTextDoesNotClaimIsNoAnswer(String prediction) {
        assertFalse(correct("5", prediction));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "48 + 24 = 72 clips.\\n#### 72                 ~ 72",
                "✅ Final Answer: **73**                       ~ 73",
                "**Final Answer:** **73**                      ~ 73",
                "### Final Answer\\n\\n**73**                  ~ 73",
                "***ANSWER***: ***B***                         ~ B",
                "The answer is `73`.                           ~ 73",
                "The answer is **(B)**.                        ~ B",
                "Answer: B) The gills                          ~ B",
                "\\boxed{\\text{(C) } 42}                      ~ C",
                "\\boxed{\\textbf{(C)}\\ 42}                   ~ C",
                "\\boxed{C: the days become shorter}           ~ C",
                "The answer is Paris.                          ~ Paris",
                "The answer is √5.                             ~ \\sqrt5",
                "The answer is ln 5.                           ~ \\ln 5",
                "The answer is 2x                              ~ 2x",
                "The answer is $18.                            ~ 18",
                "The answer is therefore 7, not 8.             ~ 7",
                "If n is even, the answer is 4.                ~ 4",
                "最终答案是 $\\frac12$。                        ~ \\frac12",
                "因此答案为42。                                 ~ 42",
                "答案：42                                       ~ 42",
                "答案是**42**。                                 ~ 42",
                "La réponse est $204$. Vérifions : $9/4.5=2$.  ~ 204",
                "Réponse : 204                                 ~ 204",
                "La réponse finale est 204.                    ~ 204",
            })
    void aStatedAnswerIsFound(String prediction, String gold) {
        assertTrue(correct(gold, prediction.replace("\\n", "\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\boxed{A/C}",
                "\\boxed{AC}",
                "\\boxed{\\text{(C) or (D)}}",
                "\\boxed{(C), (D)}",
                "\\boxed{C: D}",
                "\\boxed{\\text{(B) not C}}",
                "The answer is not C.",
            })
    void twoLettersAreNoChoice(String prediction) {
        assertFalse(correct("C", prediction));
    }

    private static final List<String> GOLDS =
            List.of("5", "72", "\\frac{3}{4}", "1.5", "2x+1", "\\sqrt{3}", "-7", "10^6", "\\pi");

    /** None has the value of its part: n is at least 2, and no gold is 0, 1 or -1. */
    private static final List<String> BOXED =
            List.of(
                    "%n\\cdot\\boxed{%s}",
                    "\\frac{1}{\\boxed{%s}}",
                    "\\boxed{%s}^{%n}",
                    "\\boxed{%s}+%n",
                    "%n+\\boxed{%s}",
                    "\\boxed{%s}y",
                    "y\\boxed{%s}",
                    "x\\ne\\boxed{%s}",
                    "x\\ge\\boxed{%s}",
                    "x<\\boxed{%s}",
                    "\\sin\\boxed{%s}",
                    "\\boxed{%s}/%n",
                    "\\boxed{%s} \\text{ or } %n",
                    "\\boxed{%s},\\ %n",
                    "\\left|\\boxed{%s}+%n\\right|",
                    "\\boxed{%s} \\pm %n",
                    "\\log_{%n}{\\boxed{%s}}",
                    "\\ne \\boxed{%s}");

    private static final List<String> WORDED =
            List.of(
                    "not %s",
                    "either %s or %n",
                    "%n or %s",
                    "never %s",
                    "at least %s",
                    "more than %s",
                    "anything but %s",
                    "neither %n nor %s",
                    "less than %s",
                    "minus %s",
                    "twice %s",
                    "%s or %n",
                    "all except %s",
                    "%n times %s",
                    "between %n and %s");
    private static final List<String> FRAMES =
            List.of(
                    "%s",
                    "Thus it is %s.", "The answer is %s.", "Answer: %s", "We add.\n\nSo it is %s");

    private static String wrongAnswer(SplittableRandom random, String gold, boolean term) {
        String number = Integer.toString(2 + random.nextInt(97));
        List<String> patterns = term ? BOXED : WORDED;
        String pattern = patterns.get(random.nextInt(patterns.size()));
        String given =
                term ? gold : random.nextBoolean() ? "\\boxed{" + gold + "}" : "$" + gold + "$";
        String wrong = pattern.replace("%s", given).replace("%n", number);
        boolean delimited = term && random.nextBoolean();
        String frame = FRAMES.get(random.nextInt(FRAMES.size()));
        return frame.replace("%s", delimited ? "$" + wrong + "$" : wrong);
    }

    /** 5,000 of them, or {@code -Dluffy.verifier.fuzz=N}. */
    @Test
    void noTermAndNoWordAroundARightAnswerIsOverlooked() {
        SplittableRandom random = new SplittableRandom(12);
        for (int i = 0; i < FUZZ; i++) {
            String gold = GOLDS.get(random.nextInt(GOLDS.size()));
            String prediction = wrongAnswer(random, gold, random.nextBoolean());
            assertFalse(correct(gold, prediction), gold + " ~ " + prediction);
        }
    }

    @Test
    void theFramesOfTheFuzzTestAreNotWhatMakesItsAnswersWrong() {
        for (String gold : GOLDS) {
            for (String frame : FRAMES) {
                assertTrue(correct(gold, frame.replace("%s", "\\boxed{" + gold + "}")), gold);
                assertTrue(correct(gold, frame.replace("%s", "$" + gold + "$")), gold);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\boxed{}", "####", "$$", "<answer></answer>"})
    void aGoldWithoutAnAnswerCannotBeMatched(String gold) {
        assertTrue(verifier.unmatchable(gold).isPresent());
    }

    @Test
    void aWholeSolutionCannotBeMatchedUnlessItMarksItsAnswer() {
        String solution = "Natalia sold 48/2 = 24 clips in May. ".repeat(6) + "So 72 clips.";
        String reason = verifier.unmatchable(solution).orElseThrow();

        assertTrue(reason.contains("####"), reason);
        assertEquals(List.of(), verifier.unmatchable(solution + "\n#### 72").stream().toList());
        for (String gold : new String[] {"72", "\\text{east}", "(1,2)", "odd $n$", "x^2+1"}) {
            assertEquals(List.of(), verifier.unmatchable(gold).stream().toList(), gold);
        }
    }

    @Test
    void theLanguageOfTheMachineDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertTrue(correct("5", "THE FINAL ANSWER IS 5."));
        } finally {
            Locale.setDefault(before);
        }
    }
}
