package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.problem.ProblemReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectCommandTest {

    @TempDir private Path folder;

    @Test
    void easyProblemsGetTheirTraceAndHardOnesAreMarked() throws IOException {
        CommandResult result = collect("traces");

        assertEquals(0, result.code(), result.err());
        List<Problem> problems =
                ProblemReader.read(folder.resolve("traces/problems.jsonl")).problems();
        assertEquals(16, problems.size());
        for (Problem problem : problems) {
            boolean easy = problem.source().equals("easy");
            assertEquals(easy ? 1 : 0, problem.demonstrations().size(), problem.id());
            assertEquals(easy ? null : "true", problem.attributes().get("hard"), problem.id());
        }
        assertTrue(result.out().contains("2 of 16 problems solved, 14 hard"), result.out());
    }

    @Test
    void startedAgainItSamplesNothingAndFindsTheSame() throws IOException {
        collect("traces");
        byte[] journal = Files.readAllBytes(folder.resolve("traces/journal.jsonl"));
        byte[] problems = Files.readAllBytes(folder.resolve("traces/problems.jsonl"));
        String first = new String(journal, StandardCharsets.UTF_8);
        // As after a kill: the last round is cut off in its middle.
        Files.writeString(
                folder.resolve("traces/journal.jsonl"), first.substring(0, first.length() - 20));
        Files.delete(folder.resolve("traces/problems.jsonl"));

        assertEquals(0, collect("traces").code());

        assertEquals(first, Files.readString(folder.resolve("traces/journal.jsonl")));
        assertEquals(
                new String(problems, StandardCharsets.UTF_8),
                Files.readString(folder.resolve("traces/problems.jsonl")));
    }

    @Test
    void anotherSeedNeedsAnotherFolder() {
        collect("traces");

        CommandResult result = collect("traces", "--set=sampling.temperature=0.9");

        assertEquals(1, result.code());
        assertTrue(result.err().contains("name another folder"), result.err());
    }

    private CommandResult collect(String name, String... more) {
        Object[] arguments = new Object[7 + more.length];
        arguments[0] = "collect";
        arguments[1] = "--problems=16";
        arguments[2] = "--max-samples=6";
        arguments[3] = "--samples-per-round=4";
        arguments[4] = "--problems-per-round=8";
        arguments[5] = "--out";
        arguments[6] = folder.resolve(name);
        System.arraycopy(more, 0, arguments, 7, more.length);
        return CommandResult.of(arguments);
    }
}
