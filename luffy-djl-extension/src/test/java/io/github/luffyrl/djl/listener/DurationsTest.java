package io.github.luffyrl.djl.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void writesDurationsInTheUnitThatFits() {
        assertEquals("0.0 s", Durations.text(0));
        assertEquals("59.9 s", Durations.text(59.94));
        assertEquals("1:00 min", Durations.text(59.96));
        assertEquals("59:59 min", Durations.text(3599.4));
        assertEquals("1:00 h", Durations.text(3599.6));
        assertEquals("2:07 h", Durations.text(2 * 3600 + 7 * 60 + 59));
    }
}
