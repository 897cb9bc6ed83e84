package io.github.luffyrl.rewards.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.rewards.options.AnswerForm;
import io.github.luffyrl.rewards.options.BoxPriority;
import io.github.luffyrl.rewards.options.GoldFormat;
import io.github.luffyrl.rewards.options.RelationComparison;
import io.github.luffyrl.rewards.options.Strictness;
import io.github.luffyrl.rewards.options.VerifierOptions;
import io.github.luffyrl.rewards.verifier.Verdict.Correct;
import io.github.luffyrl.rewards.verifier.Verdict.NoVerdict;
import io.github.luffyrl.rewards.verifier.Verdict.Undecided;
import io.github.luffyrl.rewards.verifier.Verdict.Wrong;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MathVerifierTest {

    private final MathVerifier verifier = new MathVerifier();

    private Verdict verify(String gold, String boxed) {
        return verifier.verify("$" + gold + "$", "so it is \\boxed{" + boxed + "}.");
    }

    private void assertEqual(String gold, String boxed) {
        assertInstanceOf(Correct.class, verify(gold, boxed), gold + " and " + boxed);
    }

    private void assertDifferent(String gold, String boxed) {
        assertFalse(verify(gold, boxed).isCorrect(), gold + " and " + boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\\frac{1}{2}       ~ 1/2",
                "\\frac12           ~ 0.5",
                "-\\frac{1}{2}      ~ \\frac{1}{-2}",
                "1{,}000{,}000      ~ 10^6",
                "12345              ~ 12\\,345",
                "1,\\!234           ~ 1234",
                "3\\frac12          ~ 3.5",
                "-3\\frac12         ~ -\\frac{7}{2}",
                "0.1\\overline{6}   ~ \\frac16",
                "1.5\\times10^{-3}  ~ 0.0015",
                "\\binom{5}{2}      ~ 10",
                "\\log_2 8          ~ 3",
                "\\sqrt[3]{-8}      ~ -2",
                "\\gcd(12,18)       ~ 6",
                "010                ~ 10",
            })
    void rationalNumbersAreComparedExactly(String gold, String boxed) {
        assertEqual(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\\frac{1}{10^{20}}  ~ \\frac{1}{10^{21}}",
                "10^{-20}            ~ 0",
                "10^{20}+x           ~ 10^{20}+x+1",
                "2                   ~ -2",
                "32349               ~ 32, 349",
                "7                   ~ 7i",
                "x+y                 ~ xy",
                "\\pi                ~ \\frac{22}{7}",
                "I(0)                ~ I(0)e^{-t}",
            })
    void whatIsCloseIsNotEqual(String gold, String boxed) {
        assertDifferent(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\\frac{22}{7} ~ 3.142857 ~ true", // 22/7 = 3.1428571..
                "\\frac{22}{7} ~ 3.142858 ~ false",
                "\\sqrt2       ~ 1.414214 ~ true", // 1.41421356..
                "\\sqrt2       ~ 1.414    ~ false",
                "0.0000002     ~ \\frac{3}{10^7} ~ false", // both round to 0
            })
    void aDecimalNumberIsComparedToSixDecimals(String gold, String boxed, boolean equal) {
        assertEquals(equal, verify(gold, boxed).isCorrect());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(x+1)^2                 ~ x^2+2x+1",
                "\\frac{x^2-1}{x-1}      ~ x+1",
                "\\sin^2 x+\\cos^2 x     ~ 1",
                "\\cos x+i\\sin x        ~ e^{ix}",
                "\\sqrt{x^2}             ~ |x|",
                "\\sqrt{ab}              ~ \\sqrt{a}\\sqrt{b}",
                "\\frac{(n+1)!}{n!}      ~ n+1",
                "\\frac{n(n+1)}{2}       ~ \\binom{n+1}{2}",
                "2^{n+1}                 ~ 2\\cdot2^n",
                "\\sin^{-1}\\frac12      ~ \\frac{\\pi}{6}",
                "\\ln 6                  ~ \\ln 2+\\ln 3",
                "\\frac{\\sqrt2}{2}      ~ \\frac1{\\sqrt2}",
                "(2+\\sqrt3)^{30}+(2-\\sqrt3)^{30} ~ (2-\\sqrt3)^{30}+(2+\\sqrt3)^{30}",
                "(3+4i)^2                ~ -7+24i",
            })
    void expressionsAreEqualWhenTheirValuesAre(String gold, String boxed) {
        assertEqual(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\\sqrt{x^2}             ~ x",
                "|x+100|                 ~ x+100",
                "\\sqrt{x^2+2x+1}        ~ x+1",
                "\\lfloor\\frac{n}{5}\\rfloor ~ \\lfloor\\frac{n}{6}\\rfloor",
                "\\frac{(n+2)!}{n!}      ~ n+1",
                "e^{ix}                  ~ e^{-ix}",
                "f(x)                    ~ f(2x)",
                "\\log_2 3               ~ \\log_3 2",
            })
    void expressionsDifferWhenTheirValuesDo(String gold, String boxed) {
        assertDifferent(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "\\{1,2\\}               ~ 2,1",
                "x=1\\text{ or }x=2      ~ \\{1,2\\}",
                "2\\pm\\sqrt3            ~ 2+\\sqrt3, 2-\\sqrt3",
                "(1,2),(2,1)             ~ (2,1),(1,2)",
                "x=3,y=4                 ~ (3,4)",
                "\\begin{cases}x=3\\\\y=4\\end{cases} ~ x=3, y=4",
                "(-\\infty,2)\\cup(2,\\infty)         ~ \\mathbb{R}\\setminus\\{2\\}",
                "x\\neq 2                ~ (-\\infty,2)\\cup(2,\\infty)",
                "\\{x\\mid x>3\\}        ~ (3,\\infty)",
                "100, 200                ~ 100,200",
                "\\emptyset              ~ \\{\\}",
            })
    void setsAndPointsMayBeWrittenInSeveralWays(String gold, String boxed) {
        assertEqual(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(1,2)                   ~ [1,2]",
                "(1,2)                   ~ (2,1)",
                "(1,2)                   ~ \\{1,2\\}",
                "(3,4]                   ~ 3,4",
                "1,2                     ~ 1,2,3",
                "x=2, y=3                ~ x=3, y=2",
                "x<2                     ~ x\\le 2",
                "x>2, x<3                ~ (-\\infty,3)\\cup(2,\\infty)",
                "0                       ~ \\emptyset",
            })
    void orderBracketsAndNumberOfElementsCount(String gold, String boxed) {
        assertDifferent(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "2x+1>5                  ~ (2,\\infty)",
                "-x<-2                   ~ x>2",
                "|x|<1                   ~ -1<x<1",
                "y=2x+3                  ~ 2x-y+3=0",
                "(x-1)^2+(y+2)^2=9       ~ x^2-2x+y^2+4y-4=0",
                "a_n=2n+1                ~ 2n+1",
                "x=\\frac13\\approx0.33  ~ \\frac13",
            })
    void relationsAreEqualWhenTheirSolutionsAre(String gold, String boxed) {
        assertEqual(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "15\\text{ cm}           ~ 15",
                "15                      ~ 15\\ \\mathrm{m/s}",
                "15                      ~ 15 square meters",
                "\\$15.50                ~ 15.5",
                "50\\%                   ~ \\frac12",
                "50\\%                   ~ 50",
                "90^\\circ               ~ 90",
                "90^\\circ               ~ \\frac{\\pi}{2}",
                "\\sin 30^\\circ         ~ \\frac12",
                "2:4                     ~ 1:2",
                "\\text{no solution}     ~ \\text{No solution}",
                "\\text{(B)}             ~ B",
            })
    void unitsPercentDegreesAndWordsAreUnderstood(String gold, String boxed) {
        assertEqual(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "10\\%                   ~ 1\\%",
                "12:30                   ~ 24:60",
                "\\text{odd}             ~ \\text{even}",
                "A                       ~ B",
                "2516_8                  ~ 2516_9",
                "5                       ~ \\text{not } 6",
                "5                       ~ \\text{not } 5",
                "5                       ~ \\text{at least } 5",
                "5                       ~ \\text{more than } 5",
            })
    void otherUnitsTimesAndWordsAreWrong(String gold, String boxed) {
        assertDifferent(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "10^{20}\\sqrt2+1  ~ 10^{20}\\sqrt2",
                "10^{20}\\sqrt3+\\frac13  ~ 10^{20}\\sqrt3",
                "\\sin x           ~ \\sin x+10^{-15}",
            })
    void aTermThatLeavesNoTraceInTheValueIsUndecided(String gold, String boxed) {
        assertInstanceOf(Undecided.class, verify(gold, boxed));
    }

    @Test
    void anErrorOfTheVerifierIsUndecidedCountedAndToBeReported() {
        Verdict verdict =
                MathVerifier.guarded(
                        () -> {
                            throw new IllegalStateException("boom");
                        },
                        "$1$",
                        "\\boxed{2}");

        assertTrue(verdict.explanation().contains("boom"), verdict.explanation());
        assertTrue(verdict.explanation().contains("report"), verdict.explanation());
        assertEquals(Map.of("undecided", 1.0, "defect", 1.0), verdict.reward().parts());
    }

    @Test
    void aNumberMayStandBehindIdeographs() {
        assertTrue(verifier.verify("42", "\u7b54\u6848\u662f42\u3002").isCorrect());
    }

    @Test
    void aGoldTextWithoutAnAnswerGivesNoVerdict() {
        var text =
                new MathVerifier(VerifierOptions.builder().optGoldFormat(GoldFormat.TEXT).build());

        assertInstanceOf(NoVerdict.class, verifier.verify(" ", "\\boxed{42}"));
        assertInstanceOf(NoVerdict.class, verifier.verify("####", "\\boxed{42}"));
        assertInstanceOf(NoVerdict.class, text.verify("forty two", "\\boxed{42}"));
        assertInstanceOf(Wrong.class, verifier.verify("forty two", "\\boxed{42}"));
    }

    @Test
    void aPredictionWithoutAnAnswerIsWrong() {
        Verdict verdict = verifier.verify("$42$", "I do not know");

        assertInstanceOf(Wrong.class, verdict);
        assertEquals("no answer was found where '42' is right", verdict.explanation());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9^{9^{9^9}}",
                "(10^9)!",
                "\\binom{10^{12}}{5\\cdot10^{11}}",
                "\\sum_{k=1}^{10^{15}} k^k",
                "\\frac{1}{0}",
            })
    @Timeout(5)
    void whatIsTooLargeOrUndefinedIsUndecided(String boxed) {
        assertInstanceOf(Undecided.class, verify("1", boxed));
    }

    @Test
    @Timeout(5)
    void deepNestingIsUndecided() {
        String deep = "\\frac{1}{1+".repeat(5000) + "2" + "}".repeat(5000);

        assertInstanceOf(Undecided.class, verify("1", deep));
    }

    @Test
    void anInterruptedThreadGetsAnAnswerAndStaysInterrupted() {
        Thread.currentThread().interrupt();

        Verdict verdict = verify("1", "\\sum_{k=1}^{10^{15}} \\frac{1}{k}");

        assertTrue(Thread.interrupted(), "the mark is left for the caller");
        assertInstanceOf(Undecided.class, verdict);
        assertTrue(verdict.explanation().contains("interrupted"), verdict.explanation());
    }

    @Test
    void decimalsAreAnOption() {
        var coarse = new MathVerifier(VerifierOptions.builder().optDecimals(2).build());

        assertTrue(coarse.verify("$\\frac{1}{3}$", "\\boxed{0.33}").isCorrect());
        assertFalse(coarse.verify("$\\frac{1}{3}$", "\\boxed{0.34}").isCorrect());
    }

    @Test
    void lenientComparisonRenamesVariablesAndTakesAPointForASet() {
        var lenient =
                new MathVerifier(
                        VerifierOptions.builder().optStrictness(Strictness.LENIENT).build());

        assertTrue(lenient.verify("$2x+1$", "\\boxed{2y+1}").isCorrect());
        assertTrue(lenient.verify("$(1,2)$", "\\boxed{\\{2,1\\}}").isCorrect());
        assertDifferent("2x+1", "2y+1");
    }

    @Test
    void aRelationInThePredictionIsASetUnlessOnlyTheGoldMayBeOne() {
        var goldAlone =
                new MathVerifier(
                        VerifierOptions.builder()
                                .optRelationComparison(RelationComparison.GOLD_RELATION)
                                .build());

        assertFalse(goldAlone.verify("$(0,2)$", "\\boxed{0<x<2}").isCorrect());
        assertEqual("(0,2)", "0<x<2");
        assertEqual("0<x<2", "(0,2)");
        assertEqual("(-\\infty,2)\\cup(3,\\infty)", "x<2 \\text{ or } x>3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "5\\text{ million}      ~ 5000000",
                "3000000                ~ 3 million",
                "50\\text{ cents}       ~ 0.5\\text{ dollars}",
                "90\\text{ km/h}        ~ 25\\ \\text{m}\\cdot\\text{s}^{-1}",
                "9.8                    ~ 9.8\\text{ m/s}^2",
                "2\\text{ m}            ~ 200\\text{ cm}",
                "3+\\sqrt2              ~ 3+\\sqrt2\\text{ cm}",
                "\\frac{mg}{2}          ~ \\frac12 mg",
                "n^2+2nm+m^2            ~ (m+n)^2",
                "\\frac32               ~ 1 1/2",
                "2:3                    ~ 2 \\text{ to } 3",
                "\\mathbb{R}            ~ \\text{all real numbers}",
                "x^2=1                  ~ x=\\pm1",
                "-2                     ~ \\begin{vmatrix}1&2\\\\3&4\\end{vmatrix}",
                "f(x)=x^2+1             ~ y=x^2+1",
                "x=3\\quad y=2          ~ x=3, y=2",
                "\\binom{2026}{1013}    ~ 2\\binom{2025}{1012}",
                "5                      ~ \\textcolor{red}{5}",
                "\\frac13               ~ \\frac13, \\approx 0.333",
                "C                      ~ \\text{(C) } 42",
                "x=2\\pi n              ~ x=2\\pi n, n\\in\\mathbb{Z}",
                "2^{39000}              ~ 4^{19500}",
            })
    void whatIsReadToItsLastPartIsCompared(String gold, String boxed) {
        assertEqual(gold, boxed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "5                      ~ 5 \\pmod 7",
                "5\\text{ cm}           ~ 5\\text{ kg}",
                "60                     ~ 2\\text{ hours }30\\text{ minutes}",
                "30                     ~ 5 6",
                "30                     ~ 5 \\\\ 6",
                "2                      ~ 2mg",
                "2                      ~ x=3 y=2",
                "z                      ~ \\bar z",
                "2021                   ~ 2024-01-02",
                "5                      ~ x=4=5",
                "a\\parallel b          ~ a\\perp b",
                "A\\to B                ~ B\\to A",
                "x=2\\pi n, n\\in\\mathbb{N} ~ x=2\\pi n, n\\in\\mathbb{Z}",
                "x^2=1                  ~ x=1",
                "x^3=1                  ~ x=1, x=-1",
                "0                      ~ e^{-10^{10}}",
                "0                      ~ 0^n",
                "2                      ~ 2\\mathrm{i}",
            })
    void whatHoldsMoreThanTheGoldIsWrong(String gold, String boxed) {
        assertDifferent(gold, boxed);
    }

    @Test
    void onlyWhatFollowsTheReasoningCountsWhenAskedFor() {
        var stripping =
                new MathVerifier(
                        VerifierOptions.builder()
                                .optReasoningDelimiters(VerifierOptions.THINK_END)
                                .build());

        assertTrue(stripping.verify("$2$", "<think>\\boxed{1}</think>\\boxed{2}").isCorrect());
        assertFalse(stripping.verify("$2$", "<think>\\boxed{2}</think>Done.").isCorrect());
        assertFalse(stripping.verify("$2$", "\\boxed{2}").isCorrect());
    }

    @Test
    void boxesMayComeBehindFinalAnswers() {
        String text = "The final answer is $1$. \\boxed{2}";
        var after =
                new MathVerifier(
                        VerifierOptions.builder()
                                .optBoxPriority(BoxPriority.AFTER_FINAL_ANSWER)
                                .build());

        assertTrue(after.verify("$1$", text).isCorrect());
        assertTrue(verifier.verify("$2$", text).isCorrect());
    }

    /** Golds without delimiters, with delimiters, and with delimiters around a part. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "(1,\\frac92)                  ~ (1, 4.5)       ~ \\frac92",
                "2^{10}                        ~ 1024           ~ 10",
                "\\pm 2021                     ~ \\pm 2021       ~ 2021",
                "x = 2, 3                      ~ 2, 3           ~ 3",
                "\\frac12 + \\frac13            ~ 5/6            ~ \\frac13",
                "\\$18.90                       ~ 18.90          ~ 90",
                "$18.90                        ~ 18.90          ~ 90",
                "[0, 1)                        ~ [0,1)          ~ 1",
                "2\\sqrt{3}                     ~ \\sqrt{12}      ~ 3",
                "$(1,\\frac92)$                ~ (1, 4.5)       ~ \\frac92",
                "(1, $\\frac92$)               ~ (1, 4.5)       ~ \\frac92",
                "$2$ and $3$                   ~ 2, 3           ~ 3",
                "The answer is $2^{10}$.       ~ 1024           ~ 10",
                "It is 2+2, thus \\boxed{4}.    ~ 4              ~ 2",
                "6 + 6 = 12 #### 12            ~ 12             ~ 6",
                "<answer>2^{10}</answer>       ~ 1024           ~ 10",
                "\\(2^{10}\\)                  ~ 1024           ~ 10",
            })
    void aGoldIsAWholeAnswerUnlessDelimitersMarkIt(String gold, String right, String wrong) {
        for (String prediction : new String[] {"\\boxed{%s}", "The answer is $%s$."}) {
            assertTrue(verifier.verify(gold, prediction.replace("%s", right)).isCorrect(), gold);
            assertFalse(verifier.verify(gold, prediction.replace("%s", wrong)).isCorrect(), gold);
        }
    }

    @Test
    void aBareGoldAnswerNeedsNoDelimiters() {
        var bare =
                new MathVerifier(VerifierOptions.builder().optGoldFormat(GoldFormat.BARE).build());

        assertTrue(bare.verify("\\frac{63}{400}", "\\boxed{63/400}").isCorrect());
    }

    @Test
    void choicesAreLettersThatStandAlone() {
        var choice =
                new MathVerifier(VerifierOptions.builder().optForms(AnswerForm.CHOICE).build());

        assertTrue(choice.verify("A", "The answer is (a).").isCorrect());
        assertFalse(choice.verify("A", "No valid answer here").isCorrect());
    }
}
