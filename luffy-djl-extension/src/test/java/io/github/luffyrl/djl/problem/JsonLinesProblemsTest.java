package io.github.luffyrl.djl.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesProblemsTest {

    private static final String GOOD = "{\"prompt\": \"1+1?\", \"answer\": 2}";

    @TempDir Path dir;

    @Test
    void readsEveryField() throws IOException {
        Problem problem =
                only(
                        """
                        {"id": "p2", "source": "math", "answer": "x=3", "level": 3, "tags": ["a"], \
                        "note": null, "prompt": [{"role": "system", "content": ""}, \
                        {"role": "user", "content": "2x=6? π"}], \
                        "demonstrations": ["Halve.", {"text": "x=3", "source": "R1"}, {"text": "y"}, \
                        {"text": "z", "source": "QwQ", "behaviourProbabilities": [0.25, 1]}]}
                        """);

        assertEquals(
                new Problem(
                        "p2",
                        "math",
                        List.of(new ChatMessage("system", ""), ChatMessage.user("2x=6? π")),
                        "x=3",
                        List.of(
                                Demonstration.of("Halve."),
                                new Demonstration("x=3", "R1"),
                                Demonstration.of("y"),
                                new Demonstration("z", "QwQ", new float[] {0.25f, 1})),
                        Map.of("level", "3", "tags", "[\"a\"]")),
                problem);
    }

    @Test
    void aProblemNeedsOnlyAPromptAndAnAnswer() throws IOException {
        assertEquals(
                Problem.of("data.jsonl:1", "1+1?", "2"),
                only("{\"prompt\": \"1+1?\", \"answer\": 2, \"id\": null, \"source\": null}"));
    }

    @ParameterizedTest
    @CsvSource({"42,42", "0.10,0.10", "-7,-7", "12345678901234567890123,12345678901234567890123"})
    void aNumberAsAnswerKeepsItsDigits(String json, String answer) throws IOException {
        assertEquals(answer, only("{\"prompt\": \"?\", \"answer\": " + json + "}").answer());
    }

    @Test
    void blankLinesAreSkippedCountedAndKeepTheLineNumbers() throws IOException {
        ProblemSet set = read("\n" + GOOD + "\r\n  \n" + GOOD);

        assertEquals(
                List.of("data.jsonl:2", "data.jsonl:4"),
                set.problems().stream().map(Problem::id).toList());
        assertEquals(
                List.of(new DataIssue("blank line", 2, List.of("data.jsonl:1", "data.jsonl:3"))),
                set.skipped());
        assertEquals(2, set.rows());
        assertEquals(List.of(), read(GOOD).skipped());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            quoteCharacter = '`',
            value = {
                "nonsense=>not JSON",
                "{\"prompt\": \"a\", \"answer\": \"b\"=>not JSON",
                "{\"prompt\": \"a\", \"answer\": 1} {}=>not JSON",
                "{\"prompt\": \"a\", \"prompt\": \"b\", \"answer\": 1}=>Duplicate",
                "[1, 2]=>a line must be an object such as {\"prompt\": .., \"answer\": ..}, but is [1,2]",
                "{\"answer\": 1}=>no \"prompt\" in {\"answer\":1}; add it, or name its field: data.fields.prompt=.. (it has answer)",
                "{\"prompt\": \"a\"}=>no \"answer\"",
                "{\"prompt\": \"a\", \"answer\": null}=>no \"answer\"",
                "{\"prompt\": \" \", \"answer\": 1}=>prompt is empty",
                "{\"prompt\": [], \"answer\": 1}=>prompt is empty",
                "{\"prompt\": [{\"role\": \"user\", \"content\": \"\"}], \"answer\": 1}=>prompt is empty",
                "{\"prompt\": 5, \"answer\": 1}=>prompt must be a string or a list",
                "{\"prompt\": [\"a\"], \"answer\": 1}=>a message of prompt must be an object",
                "{\"prompt\": [{\"role\": \"user\"}], \"answer\": 1}=>a message of prompt has no \"content\"",
                "{\"prompt\": [{\"role\": \"\", \"content\": \"a\"}], \"answer\": 1}=>needs a role",
                "{\"prompt\": [{\"role\": \"u\", \"content\": \"a\", \"tool_calls\": [1]}], \"answer\": 1}=>has tool_calls = [1]",
                "{\"prompt\": [{\"role\": \"u\", \"content\": [{\"type\": \"image\", \"text\": \"a\"}]}], \"answer\": 1}=>a part of the type \"image\"",
                "{\"prompt\": \"a\", \"answer\": 1, \"reward_model\": {\"ground_truth\": 2}}=>two answers, answer = 1 and reward_model.ground_truth = 2",
                "{\"prompt\": \"a\", \"answer\": true}=>answer must be a string or a number, but is true",
                "{\"prompt\": \"a\", \"answer\": \"\"}=>answer is empty",
                "{\"prompt\": \"a\", \"answer\": 1, \"id\": []}=>id must be a string or a number",
                "{\"prompt\": \"a\", \"answer\": 1, \"id\": \" \"}=>needs an id",
                "{\"prompt\": \"a\", \"answer\": 1, \"source\": 3}=>source must be a string, but is 3",
                "{\"prompt\": \"a\", \"answer\": 1, \"demonstrations\": \"d\"}=>demonstrations must be a list",
                "{\"prompt\": \"a\", \"answer\": 1, \"demonstrations\": [\"\"]}=>demonstration needs a text",
                "{\"prompt\": \"a\", \"answer\": 1, \"demonstrations\": [{}]}=>no \"text\"",
                "{\"prompt\": \"a\", \"answer\": 1, \"demonstrations\": [{\"text\": \"b\", \"behaviourProbabilities\": 0.5}]}=>behaviourProbabilities must be a list of numbers, or left out, but is 0.5",
                "{\"prompt\": \"a\", \"answer\": 1, \"demonstrations\": [{\"text\": \"b\", \"behaviourProbabilities\": []}]}=>behaviourProbabilities must be a list of numbers, or left out, but is []",
                "{\"prompt\": \"a\", \"answer\": 1, \"demonstrations\": [{\"text\": \"b\", \"behaviourProbabilities\": [\"1\"]}]}=>behaviourProbabilities must be a list of numbers, or left out, but is [\"1\"]",
                "{\"prompt\": \"a\", \"answer\": 1, \"demonstrations\": [{\"text\": \"b\", \"behaviourProbabilities\": [0.5, -1]}]}=>behaviourProbabilities[1] = -1.0",
                "{\"prompt\": \"a\", \"answer\": 1, \"demonstrations\": [3]}=>a demonstration must be an object",
                "{\"prompt\": \"a\", \"answer\": 1, \"id\": \"data.jsonl:1\"}=>data.jsonl:1 already"
            })
    void theFirstBadLineIsNamedWithItsFault(String line, String fault) {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> read(GOOD + "\n" + line + "\nalso wrong"));

        assertTrue(e.getMessage().startsWith(dir.resolve("data.jsonl") + ":2: "), e.getMessage());
        assertTrue(e.getMessage().contains(fault), e.getMessage());
    }

    @Test
    void aLongValueIsShownShortened() {
        Exception e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> read("{\"other\": \"" + "x".repeat(100_000) + "\"}"));

        assertTrue(e.getMessage().length() < 1000, e.getMessage());
    }

    @Test
    void aFileWithoutAProblemIsAnError() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> read("\n\n"));

        assertTrue(e.getMessage().contains("data.jsonl: no problem"), e.getMessage());
    }

    @Test
    void aFileInAnotherEncodingIsAnError() throws IOException {
        Path file = dir.resolve("data.jsonl");
        Files.write(
                file, "{\"prompt\": \"é\", \"answer\": 1}".getBytes(StandardCharsets.ISO_8859_1));

        Exception e = assertThrows(IllegalArgumentException.class, () -> ProblemReader.read(file));
        assertTrue(e.getMessage().contains("not UTF-8"), e.getMessage());
    }

    @Test
    void onlyKnownKindsOfFilesAreRead() throws IOException {
        Path csv = Files.writeString(dir.resolve("data.csv"), GOOD);
        Path upperCase = Files.writeString(dir.resolve("DATA.JSONL"), GOOD);

        Exception e = assertThrows(IllegalArgumentException.class, () -> ProblemReader.read(csv));
        assertTrue(e.getMessage().contains(".jsonl, .ndjson and .json"), e.getMessage());
        assertEquals(1, ProblemReader.read(upperCase).problems().size());
        assertThrows(
                FileNotFoundException.class, () -> ProblemReader.read(dir.resolve("none.jsonl")));
    }

    @Test
    void whatIsNoProblemCanBeSkippedAndIsCountedWithItsFirstPlaces() throws IOException {
        Path file = Files.writeString(dir.resolve("d.jsonl"), "1\n2\n" + GOOD + "\n3\n4\n");

        ProblemSet set = ProblemReader.read(List.of(file.toString()), OnInvalid.SKIP);

        assertEquals(List.of("d.jsonl:3"), set.problems().stream().map(Problem::id).toList());
        assertEquals(5, set.rows());
        DataIssue finding = set.skipped().get(0);
        assertEquals(1, set.skipped().size());
        assertEquals(4, finding.count());
        assertEquals(3, finding.places().size());
        assertTrue(finding.places().get(2).startsWith(file + ":4: a line must be an object"));
        assertTrue(finding.toString().startsWith("4 x row that is no problem: " + file + ":1: "));
        assertTrue(finding.toString().endsWith(", .."));
    }

    private ProblemSet read(String content) throws IOException {
        return ProblemReader.read(Files.writeString(dir.resolve("data.jsonl"), content));
    }

    private Problem only(String line) throws IOException {
        List<Problem> problems = read(line).problems();
        assertEquals(1, problems.size());
        return problems.get(0);
    }
}
