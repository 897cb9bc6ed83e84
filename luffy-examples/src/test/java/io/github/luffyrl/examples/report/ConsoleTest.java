package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleTest {

    private final StringWriter out = new StringWriter();

    private String shown(boolean terminal) {
        Console console = new Console(new PrintWriter(out), terminal);
        console.pass("50 %");
        console.pass("90 %");
        console.say("%.1f %%", 100.0);
        console.say("done");
        return out.toString().replace(System.lineSeparator(), "\n").replace("\r\033[K", "<");
    }

    @Test
    void onATerminalThePassingLineIsErased() {
        assertEquals("<50 %<90 %<100.0 %\ndone\n", shown(true));
    }

    @Test
    void inALogThereAreNoPassingLines() {
        assertEquals("100.0 %\ndone\n", shown(false));
    }
}
