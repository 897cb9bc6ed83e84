package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

    @Test
    void whatCommandsATerminalIsShown() {
        assertEquals("a\\u001b[2Jb\\u0000\\u007f\\u009b", VisibleText.of("a\033[2Jb\0\177\u009b"));
        assertEquals(
                "x\\u202ey\\u2066\\u200f\\u2028", VisibleText.of("x\u202ey\u2066\u200f\u2028"));
        assertEquals("over\\u000dwritten", VisibleText.of("over\rwritten"));
    }

    @Test
    void textStaysAsItIs() {
        String text =
                "two\tlines\r\nof \u0645\u062b\u0627\u0644, \u4f8b, caf\u00e9, \ud83d\ude00\n";
        assertEquals(text, VisibleText.of(text));
    }
}
