package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.djl.evaluation.Accuracy;
import org.junit.jupiter.api.Test;

class AccuracyTest {

    @Test
    void theIntervalIsThatOfWilson() {
        // 9 of 10: centre (9 + 1.92073) / 13.84146 = .78899; half width
        // 1.95996 * sqrt(.9 * .1 * 10 + .96037) / 13.84146 = .14160 * 1.36395 = .19314.
        Accuracy accuracy = new Accuracy(9, 10);

        assertEquals(0.59585, accuracy.interval().low(), 5e-5);
        assertEquals(0.98213, accuracy.interval().high(), 5e-5);
    }

    @Test
    void refusesImpossibleCounts() {
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(3, 2));
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(-1, 2));
    }
}
