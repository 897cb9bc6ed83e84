package io.github.luffyrl.djl.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.metric.StepPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ConsoleSinkTest {

    private final List<String> rows = new ArrayList<>();
    private final List<String> passing = new ArrayList<>();

    @Test
    void aRowHasTheMeansOfItsStepsAndTheTimeLeft() {
        ConsoleSink sink =
                new ConsoleSink(200, OptionalDouble.empty(), 10, rows::add, passing::add);
        for (long step = 1; step <= 10; step++) {
            sink.write(step(step, step == 7 ? Double.NaN : step / 100.0));
        }
        assertEquals(
                List.of(
                        "      step  solved  entropy  tokens | rollout  reward scoring   train"
                                + "  update   other |      left",
                        // 1 s of rollouts, 0.5 + 0.25 of scoring, 2.25 of training: 4 s a step
                        "     1/200   1.0 %    0.010    20.0 |    1.00    0.00    0.75    2.25"
                                + "    0.00    0.00 | 13:16 min",
                        // steps 2 to 10 without 7: 47 / 8 = 5.875; 190 steps of 4 s are 12:40 min
                        "    10/200   5.9 %    0.059    20.0 |    1.00    0.00    0.75    2.25"
                                + "    0.00    0.00 | 12:40 min"),
                rows);
        assertEquals(8, passing.size());
        assertEquals("     2/200   2.0 %    0.020    20.0  13:12 min left", passing.get(0));
        assertTrue(passing.stream().allMatch(line -> line.length() < 80));
    }

    @Test
    void aResumedRunIsTimedFromWhereItGoesOn() {
        ConsoleSink sink =
                new ConsoleSink(200, OptionalDouble.empty(), 10, rows::add, passing::add);
        sink.write(step(151, 0.5));
        assertTrue(rows.get(1).startsWith("   151/200  50.0 % "), rows.get(1));
        assertTrue(rows.get(1).endsWith("|  3:16 min"), "49 steps of 4 s: " + rows.get(1));
    }

    @Test
    void aRunThatEndsByItsComputeIsTimedByIt() {
        ConsoleSink sink =
                new ConsoleSink(100000, OptionalDouble.of(1000), 1, rows::add, passing::add);
        sink.write(spending(1, 100));
        assertTrue(rows.get(1).endsWith("|    36.0 s"), "900 at 25 a second: " + rows.get(1));
        sink.write(spending(2, 300));
        assertTrue(rows.get(2).endsWith("|    18.7 s"), "700 at 37.5 a second: " + rows.get(2));
        sink.write(spending(3, 1100));
        assertTrue(rows.get(3).endsWith("|     0.0 s"), rows.get(3));
    }

    @Test
    void theHeaderIsRepeated() {
        ConsoleSink sink = new ConsoleSink(55, OptionalDouble.empty(), 1, rows::add, passing::add);
        for (long step = 1; step <= 55; step++) {
            sink.write(step(step, 0.5));
        }
        assertEquals(55 + 3, rows.size());
        assertEquals(rows.get(0), rows.get(52));
        assertTrue(rows.get(57).endsWith("|     0.0 s"), rows.get(57));
    }

    private static StepRecord spending(long step, double flops) {
        return new StepRecord(
                step, Map.of(MetricsListener.FLOPS, flops), Map.of(StepPhase.ROLLOUT, 4.0));
    }

    private static StepRecord step(long step, double solved) {
        return new StepRecord(
                step,
                Map.of(
                        MetricsListener.ON_POLICY_SOLVED, solved,
                        MetricsListener.ENTROPY, solved,
                        MetricsListener.RESPONSE_TOKENS, 20.0),
                Map.of(
                        StepPhase.ROLLOUT, 1.0,
                        StepPhase.OLD_LOG_PROBS, 0.5,
                        StepPhase.REFERENCE_LOG_PROBS, 0.25,
                        StepPhase.FORWARD_BACKWARD, 2.25));
    }
}
