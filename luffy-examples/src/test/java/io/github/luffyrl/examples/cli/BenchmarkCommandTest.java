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
                CommandResult.of(
                        "benchmark", "--workload=prefix", "--rounds=1", "--python=no-such-python");

        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("no Python with torch"), result.out());
        assertTrue(result.out().contains("prefix: 8 x 8 rows of 70 + 26 tokens"), result.out());
        for (String work : List.of("generation", "training")) {
            Matcher line =
                    Pattern.compile(
                                    work
                                            + ", .*\\R *luffy +(\\d+) tokens/s .*\\R"
                                            + " *([\\d.]+) GFLOP/s, (\\d+) % of .*\\R"
                                            + " *outside libtorch (\\d+) %")
                            .matcher(result.out());
            assertTrue(line.find(), result.out());
            assertTrue(Integer.parseInt(line.group(1)) > 0, result.out());
            assertTrue(Double.parseDouble(line.group(2)) > 0, result.out());
            assertTrue(Integer.parseInt(line.group(3)) < 100, result.out());
            assertTrue(Integer.parseInt(line.group(4)) < 100, result.out());
        }
        Matcher computed =
                Pattern.compile("computed (\\d+) % of the rows' tokens").matcher(result.out());
        assertTrue(computed.find(), result.out());
        // of a group (70 + 8 n) / (8 (70 + n)), with n = 26 at most and rows that may end early
        int percent = Integer.parseInt(computed.group(1));
        assertTrue(percent > 12 && percent <= 37, result.out());
        assertTrue(result.out().contains("peak "), result.out());
    }

    @Test
    void sizesAndWorkloadsAreNamed() {
        String size = CommandResult.of("benchmark", "--size=huge").error();
        assertTrue(size.contains("'huge': need one of tiny, small, medium, 0.5b"), size);
        String kind = CommandResult.of("benchmark", "--workload=groups,other").error();
        assertTrue(kind.contains("'other': need one of distinct, groups, prefix"), kind);
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
