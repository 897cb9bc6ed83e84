package io.github.luffyrl.djl.problem;

import static io.github.luffyrl.djl.TinyLanguage.END;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.TinyLanguage;
import io.github.luffyrl.djl.text.TextTokenizer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PreparedProblemsTest {

    private static TextTokenizer tokenizer;

    @BeforeAll
    static void load() throws IOException {
        tokenizer = TinyLanguage.tokenizer();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    /** Prompts of at most 16 tokens, demonstrations of at most 2 letters and the end. */
    private static PreparedProblems prepare(OnInvalid tooLong, Problem... problems) {
        ProblemSet set =
                new ProblemSet(
                        List.of(problems),
                        problems.length + 1,
                        List.of(new DataIssue("blank line", 1, List.of("f:1"))));
        return PreparedProblems.of(set, TinyLanguage.encoder(tokenizer, 3), tooLong);
    }

    private static final Problem FITS =
            Problem.of("fits", "ab", "c", new Demonstration("cd", "R1"), Demonstration.of("e"));
    private static final Problem LONG_PROMPT = Problem.of("wordy", "a".repeat(17), "c");
    private static final Problem LONG_DEMONSTRATION =
            Problem.of("deep", "a", "c", Demonstration.of("ccc"), Demonstration.of("b"));

    @Test
    void whatFitsIsEncodedAndSummarised() {
        PreparedProblems prepared = prepare(OnInvalid.REFUSE, FITS, Problem.of("p", "abc", "c"));

        assertArrayEquals(new int[] {2, 3}, prepared.problems().get(0).prompt().toArray());
        assertArrayEquals(
                new int[] {4, 5, END},
                prepared.problems().get(0).demonstrations().get(0).tokens().toArray());
        ProblemSummary summary = prepared.summary();
        assertEquals(3, summary.rows());
        assertEquals(2, summary.problems());
        assertEquals(1, summary.guided());
        assertEquals(Map.of("unknown", 2L), summary.sources());
        assertEquals(Map.of("R1", 1L, "unknown", 1L), summary.demonstrators());
        assertEquals(1, summary.skipped().size());
        assertEquals(List.of(), summary.noticed());
        assertEquals(3, summary.prompts().quantile(1));
        assertEquals(2, summary.demonstrations().count());
        assertTrue(summary.toString().startsWith("2 problems of 3 rows, 1 with demonstrations"));
    }

    @Test
    void whatIsTooLongIsRefused() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> prepare(OnInvalid.REFUSE, FITS, LONG_PROMPT));
        assertTrue(e.getMessage().startsWith("the prompt of problem wordy has 17 tokens"));
        e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> prepare(OnInvalid.REFUSE, LONG_DEMONSTRATION));
        assertTrue(e.getMessage().startsWith("a demonstration of problem deep has 4 tokens"));
    }

    @Test
    void whatIsTooLongCanBeSkippedAndIsCounted() {
        PreparedProblems prepared =
                prepare(OnInvalid.SKIP, LONG_PROMPT, FITS, LONG_DEMONSTRATION, LONG_PROMPT);

        assertEquals(
                List.of("fits", "deep"),
                prepared.problems().stream().map(p -> p.problem().id()).toList());
        EncodedProblem deep = prepared.problems().get(1);
        assertEquals(List.of(Demonstration.of("b")), deep.problem().demonstrations());
        assertEquals(1, deep.demonstrations().size());
        assertArrayEquals(new int[] {3, END}, deep.demonstrations().get(0).tokens().toArray());
        assertEquals(
                List.of(
                        new DataIssue("blank line", 1, List.of("f:1")),
                        new DataIssue(
                                "prompt of more than maxPromptTokens = 16",
                                2,
                                List.of("wordy (17)", "wordy (17)")),
                        new DataIssue(
                                "demonstration of more than maxResponseTokens = 3",
                                1,
                                List.of("deep (4)"))),
                prepared.summary().skipped());
    }

    @Test
    void nothingLeftIsAnError() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class, () -> prepare(OnInvalid.SKIP, LONG_PROMPT));
        assertTrue(e.getMessage().startsWith("none of the 1 problems is left: [1 x prompt of"));
    }

    @Test
    void aTextThatTheTokenizerChangesAndAnEndInItsMiddleAreNoticed() {
        PreparedProblems prepared =
                prepare(
                        OnInvalid.REFUSE,
                        FITS,
                        Problem.of("foreign", "a", "c", Demonstration.of("zz")),
                        Problem.of("ended", "b", "c", Demonstration.of("c<end>")),
                        Problem.of("early", "bb", "c", Demonstration.of("<end>d")));

        assertEquals(
                List.of(
                        new DataIssue(
                                "demonstration whose text changes when it is tokenised",
                                1,
                                List.of("foreign")),
                        new DataIssue(
                                "demonstration with an end-of-sequence token before its end",
                                1,
                                List.of("early"))),
                prepared.summary().noticed());
    }
}
