package io.github.luffyrl.examples.report;

import io.github.luffyrl.djl.evaluation.Accuracy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    @Test
    void printsRatesCountsAndIntervalsInColumns() {
        // Wilson, z = 1.96, z^2 = 3.8415:
        // 1/2:   centre (1 + 1.92073) / 5.84146 = .5, half width
        //        1.96 * sqrt(2 * .25 + .96037) / 5.84146 = .40546 -> [9.5, 90.5]
        // 0/4:   [0, 3.84146 / 7.84146 = .48989]
        // 96/96: [1 - 3.84146 / 99.84146 = .96152, 1]
        ResultTable table =
                new ResultTable(List.of("hard", "easy"))
                        .row("before", new Accuracy(0, 4), new Accuracy(1, 2))
                        .row("after", new Accuracy(1, 2), new Accuracy(96, 96));

        assertEquals(
                """
                solved, 95 % interval  hard                       easy
                before                   0.0 % (0/4) [0.0, 49.0]   50.0 % (1/2) [9.5, 90.5]
                after                   50.0 % (1/2) [9.5, 90.5]  100.0 % (96/96) [96.2, 100.0]
                """,
                table.toString());
    }

    @Test
    void theIntervalIsThatOfWilson() {
        // 9 of 10: centre (9 + 1.92073) / 13.84146 = .78899; half width
        // 1.95996 * sqrt(.9 * .1 * 10 + .96037) / 13.84146 = .14160 * 1.36395 = .19314.
        Accuracy accuracy = new Accuracy(9, 10);

        assertEquals(0.59585, accuracy.interval().low(), 5e-5);
        assertEquals(0.98213, accuracy.interval().high(), 5e-5);
    }

    @Test
    void refusesImpossibleCountsAndRowsThatDoNotFit() {
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(3, 2));
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(-1, 2));
        ResultTable table = new ResultTable(List.of("hard", "easy"));
        assertThrows(IllegalArgumentException.class, () -> table.row("before", new Accuracy(1, 2)));
    }
}
