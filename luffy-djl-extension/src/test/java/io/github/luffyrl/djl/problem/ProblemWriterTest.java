package io.github.luffyrl.djl.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.problem.ChatMessage;
import io.github.luffyrl.core.problem.Demonstration;
import io.github.luffyrl.core.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProblemWriterTest {

    @Test
    void whatIsWrittenIsReadBack(@TempDir Path folder) throws IOException {
        List<Problem> problems =
                List.of(
                        new Problem(
                                "a",
                                "math",
                                List.of(
                                        new ChatMessage("system", "Think.\n"),
                                        ChatMessage.user("1 + \"1\"?")),
                                "0.10",
                                List.of(
                                        new Demonstration("2\n", "teacher", new float[] {0.5f, 1}),
                                        Demonstration.of("two")),
                                Map.of("hard", "true", "samples", "512")),
                        Problem.of("b", "x", "y"));
        Path file = folder.resolve("problems.jsonl");
        Files.writeString(file, "what was there before");

        ProblemWriter.write(file, problems);

        assertEquals(problems, ProblemReader.read(file).problems());
        try (var list = Files.list(folder)) {
            assertEquals(1, list.count());
        }
    }
}
