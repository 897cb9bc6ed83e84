package io.github.luffyrl.djl.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemReaderTest {

    @TempDir Path dir;

    @BeforeEach
    void write() throws IOException {
        for (String file : List.of("b.jsonl", "a.jsonl", "deep/er/c.jsonl", "deep/a.jsonl")) {
            Path path = dir.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "{\"prompt\": \"" + file + "?\", \"answer\": 1}\n");
        }
        Files.writeString(dir.resolve("notes.txt"), "no problems");
    }

    private List<String> ids(String... locations) throws IOException {
        List<String> absolute = new ArrayList<>();
        for (String location : locations) {
            absolute.add(dir + "/" + location);
        }
        return ProblemReader.read(absolute, OnInvalid.REFUSE).problems().stream()
                .map(problem -> problem.id().replace(dir + "/", ""))
                .toList();
    }

    @Test
    void aFolderIsItsOwnProblemFilesInTheOrderOfTheirNames() throws IOException {
        assertEquals(List.of("a.jsonl:1", "b.jsonl:1"), ids(""));
        assertEquals(2, ProblemReader.read(dir).problems().size());
    }

    @Test
    void aPatternIsTheFilesThatMatchIt() throws IOException {
        assertEquals(List.of("b.jsonl:1"), ids("[b-z].jsonl"));
        assertEquals(List.of("c.jsonl:1"), ids("de*/er/*.jsonl"));
        assertEquals(List.of("a.jsonl:1", "c.jsonl:1"), ids("deep/{a,er/c}.jsonl"));
        assertEquals(List.of("a.jsonl:1", "c.jsonl:1"), ids("deep/**.jsonl"));
    }

    @Test
    void filesOfTheSameNameAreToldApartByTheirPaths() throws IOException {
        assertEquals(
                List.of("b.jsonl:1", "a.jsonl:1", "deep/a.jsonl:1"),
                ids("b.jsonl", "a.jsonl", "deep"));
    }

    @Test
    void whatIsNotThereOrMeansNothingIsNamed() {
        assertEquals("x*.jsonl: no file matches this pattern", refusal("x*.jsonl"));
        assertEquals("no/x*.jsonl: no file matches this pattern", refusal("no/x*.jsonl"));
        assertEquals("none.jsonl: no such file", refusal("none.jsonl"));
        assertTrue(refusal("deep/er/../../empty").startsWith("deep/er/../../empty: no such file"));
        Exception e = assertThrows(IllegalArgumentException.class, () -> ids("notes.*"));
        assertTrue(e.getMessage().contains(".jsonl, .ndjson and .json"), e.getMessage());
    }

    @Test
    void anIdOfAnotherFileIsRefusedWithBothPlaces() throws IOException {
        for (String name : List.of("d.jsonl", "e.jsonl")) {
            Files.writeString(
                    dir.resolve(name), "{\"id\": \"p\", \"prompt\": \"?\", \"answer\": 1}");
        }
        Exception e = assertThrows(IllegalArgumentException.class, () -> ids("[de].jsonl"));
        assertEquals(
                "e.jsonl:1: the id \"p\" is that of d.jsonl:1 already; ids must be unique",
                e.getMessage().replace(dir + "/", ""));
    }

    private String refusal(String location) {
        return String.valueOf(
                        assertThrows(FileNotFoundException.class, () -> ids(location)).getMessage())
                .replace(dir + "/", "");
    }

    @Test
    void theFingerprintTellsProblemsApart() {
        Demonstration sure = new Demonstration("t", "m", new float[] {0.5f});
        Set<String> fingerprints = new HashSet<>();
        List<List<Problem>> different =
                List.of(
                        List.of(problem("p", "s", "a", sure)),
                        List.of(problem("q", "s", "a", sure)),
                        List.of(problem("ps", "", "a", sure)),
                        List.of(problem("p", "s", "b", sure)),
                        List.of(problem("p", "s", "a")),
                        List.of(problem("p", "s", "a", Demonstration.of("t"))),
                        List.of(problem("p", "s", "a", sure, Demonstration.of("t"))),
                        List.of(
                                problem(
                                        "p",
                                        "s",
                                        "a",
                                        new Demonstration("t", "m", new float[] {0.25f}))),
                        List.of(problem("p", "s", "a", sure), problem("q", "s", "a")),
                        List.of(problem("q", "s", "a"), problem("p", "s", "a", sure)));
        for (List<Problem> problems : different) {
            String fingerprint = new ProblemSet(problems, 9, List.of()).fingerprint();
            assertTrue(fingerprint.matches("[0-9a-f]{64}"), fingerprint);
            assertTrue(fingerprints.add(fingerprint), problems.toString());
            assertEquals(fingerprint, new ProblemSet(problems, 3, List.of()).fingerprint());
        }
    }

    private static Problem problem(
            String id, String source, String answer, Demonstration... demonstrations) {
        return new Problem(
                id,
                source,
                List.of(ChatMessage.user("?")),
                answer,
                List.of(demonstrations),
                Map.of("level", "3", "tag", "x"));
    }
}
