package io.github.luffyrl.rewards.internal.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxedAnswerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "so x is \\boxed{42}.                    ~ 42",
                "\\fbox{42}                              ~ 42",
                "\\boxed  {42}                           ~ 42",
                "\\boxed{  42 }                          ~ 42",
                "$\\boxed{\\frac{1}{2}}$                 ~ \\frac{1}{2}",
                "\\boxed{\\{1, 2\\}} }                   ~ \\{1, 2\\}",
                "\\boxed{\\left\\{ x \\right.}           ~ \\left\\{ x \\right.",
                "\\boxed{a \\\\} b}                      ~ a \\\\",
                "\\boxed{1}, no, \\boxed{2}              ~ 2",
                "\\boxed{1}, no, \\fbox{2}               ~ 2",
                "\\fbox{1}, no, \\boxed{2}               ~ 2",
                "\\boxed{\\boxed{5}}                     ~ 5",
                "\\boxed{5} as \\boxed asks              ~ 5",
                "\\boxed{5} not \\boxedtext{6}           ~ 5",
                "\\boxed{5} then \\text{done}            ~ 5",
            })
    void theLastBoxIsTheAnswer(String text, String answer) {
        assertEquals(Optional.of(answer), BoxedAnswer.last(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "42",
                "\\",
                "boxed{42}",
                "\\boxed",
                "\\boxed   ",
                "\\boxed{",
                "\\boxed{\\",
                "\\boxed{42",
                "\\boxed{\\frac{1}{2}",
                "\\boxed{42\\}",
                "\\boxed{}",
                "\\boxed{ \n }",
                "\\boxed{1} or rather \\boxed{2",
            })
    void withoutAClosedLastBoxThereIsNoAnswer(String text) {
        assertEquals(Optional.empty(), BoxedAnswer.last(text));
    }

    @Test
    void contentUpToTheLongestLengthIsAccepted() {
        String longest = "1".repeat(BoxedAnswer.MAX_LENGTH);

        assertEquals(Optional.of(longest), BoxedAnswer.last("\\boxed{" + longest + "} tail"));
        assertEquals(Optional.empty(), BoxedAnswer.last("\\boxed{" + longest + "1} tail"));
    }

    @Test
    void bracesUpToTheDeepestNestingAreAccepted() {
        int inside = BoxedAnswer.MAX_DEPTH - 1; // the box's own braces are the first level
        String deepest = "{".repeat(inside) + "x" + "}".repeat(inside);

        assertEquals(Optional.of(deepest), BoxedAnswer.last("\\boxed{" + deepest + "}"));
        assertEquals(Optional.empty(), BoxedAnswer.last("\\boxed{{" + deepest + "}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\boxed{", "\\boxed ", "\\", "{", "\\boxed{}", "\\fbox\\boxed"})
    void hostileRepetitionTakesLinearTime(String unit) {
        String text = unit.repeat(5_000_000 / unit.length());

        // Tens of milliseconds when linear; quadratic time would be hours.
        Optional<String> answer =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> BoxedAnswer.last(text));

        assertEquals(Optional.empty(), answer);
    }

    @Test
    void aCommandFollowedByMuchWhiteSpaceTakesLinearTime() {
        String text = "\\boxed{7}" + ("\\boxed" + " ".repeat(1_000)).repeat(5_000);

        Optional<String> answer =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> BoxedAnswer.last(text));

        assertEquals(Optional.of("7"), answer);
    }
}
