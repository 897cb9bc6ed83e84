package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    @TempDir Path directory;

    @Test
    void anAnswerIsJudgedAndExplained() {
        CommandResult right =
                CommandResult.of(
                        "verify", "--gold=\\frac12", "--answer=so \\boxed{0.5}", "--strict");
        assertEquals(0, right.code(), right.err());
        assertTrue(right.out().startsWith("correct: "), right.out());

        CommandResult wrong = CommandResult.of("verify", "--gold=1/2", "--answer=\\boxed{0.6}");
        assertEquals(0, wrong.code());
        assertTrue(wrong.out().startsWith("wrong: "), wrong.out());
        assertEquals(
                1,
                CommandResult.of("verify", "--gold=1/2", "--answer=\\boxed{0.6}", "--strict")
                        .code());
    }

    @Test
    void optionsHaveTheirNamesInCaseFiles() {
        CommandResult format =
                CommandResult.of(
                        "verify",
                        "--gold=1",
                        "--answer=<think>x</think>2",
                        "--set=check=think_format");
        assertTrue(format.out().startsWith("correct: "), format.out() + format.err());
        CommandResult unknown =
                CommandResult.of("verify", "--gold=1", "--answer=2", "--set=speed=9");
        assertEquals(2, unknown.code());
        assertTrue(unknown.error().contains("options.speed is not known"), unknown.error());
        CommandResult untyped =
                CommandResult.of("verify", "--gold=1", "--answer=2", "--set=strict=9");
        assertTrue(untyped.error().contains("options.strict = 9"), untyped.error());
        assertTrue(
                CommandResult.of("verify", "--gold=1", "--answer=2", "--set=strict")
                        .error()
                        .contains("need OPTION=VALUE"));
        assertTrue(CommandResult.of("verify", "--gold=1").error().contains("--answer"));
    }

    private Path cases() throws IOException {
        return Files.writeString(
                directory.resolve("cases.jsonl"),
                """
                {"id": "a", "kind": "latex", "gold": "1/2", "pred": "\\\\boxed{0.5}", "expected": true}
                {"id": "b", "kind": "latex", "gold": "1/2", "pred": "\\\\boxed{0.6}", "expected": true}

                {"id": "c", "kind": "expr", "gold": "7", "pred": "\\\\boxed{7}", "expected": false, "oracle": false}
                {"id": "d", "kind": "expr", "gold": "7", "pred": "\\\\boxed{7}", "expected": false, "disputed": true}
                """);
    }

    @Test
    void aFileIsRunWithDisagreementsAndTotals() throws IOException {
        CommandResult result = CommandResult.of("verify", "--file", cases());

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().startsWith("b latex, NO: wrong: "), result.out());
        assertTrue(result.out().contains("\nc expr, FALSE POSITIVE: correct: "), result.out());
        assertTrue(
                result.out()
                        .endsWith(
                                """
                                kind                agreed      of   share false pos undecided no verdict  disputed
                                expr                     0       1    0.0%         1         0          0       0/1
                                latex                    1       2   50.0%         0         0          0
                                all                      1       3   33.3%         1         0          0       0/1
                                """),
                result.out());
        assertEquals(1, CommandResult.of("verify", "--strict", "--file", cases()).code());
        CommandResult all = CommandResult.of("verify", "--all", "--file", cases());
        assertTrue(all.out().startsWith("a latex: correct: "), all.out());
        assertTrue(all.out().contains("\nd expr, disputed, FALSE POSITIVE: "), all.out());
    }

    @Test
    void goldsThatNoResponseCanMatchAreListed() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("golds.jsonl"),
                        """
                        {"id": "a", "kind": "latex", "gold": "\\\\boxed{}", "pred": "7", "expected": false}
                        {"id": "b", "kind": "latex", "gold": "\\\\boxed{}", "pred": "8", "expected": false}
                        {"id": "c", "kind": "latex", "gold": "7", "pred": "8", "expected": false}
                        {"id": "d", "kind": "gold-unparseable", "gold": "\\\\boxed{}", "pred": "8"}
                        """);
        CommandResult result = CommandResult.of("verify", "--file", file);
        assertEquals(0, result.code(), result.err());
        assertTrue(
                result.out()
                        .startsWith("no response can match the gold of 2 of 4 cases:\n    2 x "),
                result.out());
        assertTrue(result.out().lines().skip(1).findFirst().orElse("").endsWith(" (a)"));
        assertEquals(1, result.out().split(" x the gold answer ", -1).length - 1, result.out());
        String without = CommandResult.of("verify", "--file", cases()).out();
        assertFalse(without.contains("no response can match"), without);
    }

    @Test
    void aBadLineIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("bad.jsonl"), "{\"id\": \"a\"}\n{");
        String missing = CommandResult.of("verify", "--file", file).error();
        assertTrue(missing.contains("bad.jsonl:1: case a: field kind missing"), missing);
        Files.writeString(file, "\n{");
        String broken = CommandResult.of("verify", "--file", file).error();
        assertTrue(broken.contains("bad.jsonl:2: "), broken);
        Files.writeString(file, "\n");
        assertTrue(CommandResult.of("verify", "--file", file).error().contains("no case"));
    }
}
