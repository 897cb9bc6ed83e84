package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.djl.evaluation.Accuracy;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void printsRatesCountsAndIntervalsInColumns() {
        // Wilson, z = 1.96, z^2 = 3.8415:
        // 1/2:   centre (1 + 1.92073) / 5.84146 = .5, half width
        //        1.96 * sqrt(2 * .25 + .96037) / 5.84146 = .40546 -> [9.5, 90.5]
        // 0/4:   [0, 3.84146 / 7.84146 = .48989]
        // 96/96: [1 - 3.84146 / 99.84146 = .96152, 1]
        TextTable table =
                new TextTable()
                        .row("solved, 95 % interval", "hard", "easy")
                        .row("before", new Accuracy(0, 4).text(), new Accuracy(1, 2).text())
                        .row("after", new Accuracy(1, 2).text(), new Accuracy(96, 96).text());

        assertEquals(
                """
                solved, 95 % interval  hard                       easy
                before                   0.0 % (0/4) [0.0, 49.0]   50.0 % (1/2) [9.5, 90.5]
                after                   50.0 % (1/2) [9.5, 90.5]  100.0 % (96/96) [96.2, 100.0]
                """,
                table.toString());
    }

    @Test
    void refusesRowsThatDoNotFit() {
        TextTable table = new TextTable().row("", "hard", "easy");
        assertThrows(IllegalArgumentException.class, () -> table.row("before", "0 %"));
    }
}
