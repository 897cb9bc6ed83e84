package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.examples.experiment.EmbeddedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    @TempDir Path directory;

    @Test
    void aFileIsMeasuredSourceBySource() throws IOException {
        Path data =
                Files.writeString(
                        directory.resolve("p.jsonl"),
                        """
                        {"source": "sums", "prompt": "2 + 3?", "answer": "5"}
                        {"source": "products", "prompt": "2 * 3?", "answer": "6"}
                        {"source": "sums", "prompt": "2 + 4?", "answer": "6"}
                        {"source": "sums", "prompt": "2 + 5?", "answer": "7"}
                        """);

        CommandResult result =
                CommandResult.of("evaluate", "--data", data, "--limit=3", "--show=1");

        assertEquals(0, result.code(), result.err());
        assertEquals("", result.err());
        // The embedded model boxes nothing. Wilson: 0/1 up to 3.8415 / 4.8415 = 79.3 %,
        // 0/2 up to 3.8415 / 5.8415 = 65.8 %, 0/3 up to 3.84146 / 6.84146 = 56.1497 %.
        assertTrue(
                result.out()
                        .endsWith(
                                """
                                solved, 95 % interval  accuracy
                                products                 0.0 % (0/1) [0.0, 79.3]
                                sums                     0.0 % (0/2) [0.0, 65.8]
                                all                      0.0 % (0/3) [0.0, 56.1]
                                """),
                result.out());
        List<String> shown = result.out().lines().filter(l -> l.contains("expected")).toList();
        assertEquals(
                List.of("p.jsonl:2  expected 6  reward 0.0", "p.jsonl:1  expected 5  reward 0.0"),
                shown);
    }

    @Test
    void theEmbeddedProblemsAreTheDefault() {
        CommandResult result = CommandResult.of("evaluate", "--limit=8");

        assertEquals(0, result.code(), result.err());
        // The base model knows every operation, so it solves short chains.
        String easy =
                result.out().lines().filter(l -> l.startsWith("easy")).findFirst().orElseThrow();
        assertTrue(easy.contains("/8) ["), easy);
        int solved = Integer.parseInt(easy.replaceAll(".*\\((\\d)/8\\).*", "$1"));
        assertTrue(solved >= 4, easy);
    }

    @Test
    void anEmbeddedTaskHasItsOwnProblemsModelAndSettings() throws IOException {
        CommandResult result =
                CommandResult.of("evaluate", "--task=combination-lock", "--limit=16", "--show=1");

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("evaluation-up-1 "), result.out());
        String up =
                result.out().lines().filter(l -> l.startsWith("up, ")).findFirst().orElseThrow();
        int solved = Integer.parseInt(up.replaceAll(".*\\((\\d+)/16\\).*", "$1"));
        assertTrue(solved >= 12, up);

        Path data = Files.writeString(directory.resolve("p.jsonl"), "{\"prompt\": \"2 + 3?\"}");
        CommandResult both =
                CommandResult.of("evaluate", "--task=combination-lock", "--data=" + data);
        assertEquals(2, both.code());
        assertTrue(both.err().contains("--task is embedded, --data is your own"), both.err());
    }

    @Test
    void severalSamplesGiveAveragesAndPassRates() throws IOException {
        Path data =
                Files.writeString(
                        directory.resolve("p.jsonl"),
                        """
                        {"source": "sums", "prompt": "2 + 3?", "answer": "5"}
                        {"source": "products", "prompt": "2 * 3?", "answer": "6"}
                        """);

        CommandResult result =
                CommandResult.of(
                        "evaluate",
                        "--data",
                        data,
                        "--samples=3",
                        "--set=evaluation.temperature=0.6");

        assertEquals(0, result.code(), result.err());
        // Wilson over problems: 0/1 up to 79.3 %, 0/2 up to 65.8 %, whatever the number of samples
        assertTrue(
                result.out()
                        .endsWith(
                                """
                                %, 95 % interval  problems  avg@3              pass@2             pass@3
                                products                 1    0.0 [0.0, 79.3]    0.0 [0.0, 79.3]    0.0 [0.0, 79.3]  ....................
                                sums                     1    0.0 [0.0, 79.3]    0.0 [0.0, 79.3]    0.0 [0.0, 79.3]  ....................
                                all                      2    0.0 [0.0, 65.8]    0.0 [0.0, 65.8]    0.0 [0.0, 65.8]  ....................
                                """),
                result.out());
    }

    @Test
    void anEvaluationIsKeptUnderSeveralConditions() throws IOException {
        Path data =
                Files.writeString(
                        directory.resolve("p.jsonl"),
                        "{\"source\": \"sums\", \"prompt\": \"2 + 3?\", \"answer\": \"5\"}\n");
        Path out = directory.resolve("kept");
        Object[] command = {
            "evaluate",
            "--data=" + data,
            "--samples=2",
            "--temperatures=0.5,1",
            "--top-p=1,0.9",
            "--templates=model,plain",
            "--graders=reward,text",
            "--out=" + out
        };

        CommandResult first = CommandResult.of(command);

        assertEquals(0, first.code(), first.err());
        List<String> csv = Files.readAllLines(out.resolve("evaluation.csv"));
        // 8 conditions and 2 graders, each with avg@2, pass@1 and pass@2
        assertEquals(1 + 8 * 2 * 3, csv.size());
        assertTrue(csv.get(1).startsWith("\"sums\",\"reward\",\"model\",1.0,0.5,1,2,avg,2,"));
        assertTrue(Files.size(out.resolve("evaluation.png")) > 1000);
        byte[] kept = Files.readAllBytes(out.resolve("completions.jsonl"));
        CommandResult again = CommandResult.of(command);
        assertEquals(0, again.code(), again.err());
        assertArrayEquals(kept, Files.readAllBytes(out.resolve("completions.jsonl")));
        assertEquals(2, CommandResult.of("evaluate", "--top-p=0.9").code());
    }

    @Test
    void severalSamplesNeedATemperature() {
        CommandResult result =
                CommandResult.of("evaluate", "--samples=2", "--set=evaluation.temperature=0");

        assertEquals(2, result.code());
        assertTrue(result.err().contains("--samples = 2"), result.err());
        assertTrue(result.err().contains("evaluation.temperature"), result.err());
    }

    @Test
    @EnabledIfSystemProperty(named = "luffy.valid.parquet", matches = ".+")
    void theAuthorsValidationFileIsRead() throws IOException {
        Path model = EmbeddedModel.unpack(directory);
        Path config = model.resolve("config.json"); // its prompts are longer than the task's
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst(
                                "\"max_position_embeddings\"\\s*:\\s*\\d+",
                                "\"max_position_embeddings\": 8192"));

        CommandResult result =
                CommandResult.of(
                        "evaluate",
                        "--model",
                        model,
                        "--data",
                        System.getProperty("luffy.valid.parquet"),
                        "--limit=4",
                        "--set=sampling.maxPromptTokens=4000");

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("/4)"), result.out());
    }

    @Test
    void accuracyIsMeasuredBehindPrefixesAndDrawn() {
        Path picture = directory.resolve("prefixes.png");

        CommandResult result =
                CommandResult.of(
                        "evaluate",
                        "--limit=8",
                        "--prefix-fractions=0,0.5,1",
                        "--picture",
                        picture,
                        "--set=evaluation.temperature=0");

        assertEquals(0, result.code(), result.err());
        // Behind all of a demonstration only its end is missing, which the base model knows.
        String whole =
                result.out()
                        .lines()
                        .filter(l -> l.startsWith("100 % of its demonstration"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(whole.contains("100.0 % (8/8)"), result.out());
        assertTrue(result.out().contains("another problem, solved"), result.out());
        assertTrue(Files.exists(picture));
    }

    @Test
    void aPictureNeedsPrefixes() {
        CommandResult result = CommandResult.of("evaluate", "--picture=p.png");

        assertEquals(2, result.code());
        assertTrue(result.err().contains("--prefix-fractions"), result.err());
    }
}
