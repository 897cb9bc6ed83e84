package io.github.luffyrl.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code luffy benchmark} and {@code luffy soak}, small. */
class BenchmarkCommandTest {

    @Test
    void bothKindsOfWorkAreMeasured() {
        CommandResult result =
                CommandResult.of("benchmark", "--rounds=1", "--python=no-such-python");

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("no Python with torch"), result.out());
        for (String work : List.of("generation", "training")) {
            Matcher line =
                    Pattern.compile(
                                    work
                                            + ", .*\\R *luffy +(\\d+) tokens/s .*\\R"
                                            + " *outside libtorch (\\d+) %")
                            .matcher(result.out());
            assertTrue(line.find(), result.out());
            assertTrue(Integer.parseInt(line.group(1)) > 0, result.out());
            assertTrue(Integer.parseInt(line.group(2)) < 100, result.out());
        }
    }

    @Test
    void aSoakEndsWithAVerdict() {
        CommandResult result = CommandResult.of("soak", "--steps=40");

        assertEquals(20, result.out().lines().filter(l -> l.contains("step ")).count());
        String verdict = result.out().lines().reduce((first, second) -> second).orElseThrow();
        assertEquals(verdict.startsWith("not flat: ") ? 3 : 0, result.code(), result.err());
        assertTrue(verdict.endsWith("after 8 steps of warm-up"), verdict);
    }

    @Test
    void impossibleNumbersAreRejectedByTheirValue() {
        assertTrue(CommandResult.of("benchmark", "--rounds=0").error().contains("--rounds = 0"));
        assertTrue(CommandResult.of("soak", "--steps=39").error().contains("--steps = 39"));
    }
}
