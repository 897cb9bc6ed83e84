package io.github.luffyrl.examples.report;

import java.io.PrintWriter;
import java.util.Locale;

/** Shows what a run does: lines that stay and, on a terminal, one that the next overwrites. */
public final class Console {

    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter out;
    private final boolean terminal;
    private boolean passing;

    /**
     * Creates a console.
     *
     * @param out where to
     * @param terminal whether a line can be overwritten there; otherwise only lines that stay are
     *     shown
     */
    public Console(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Returns whether a line can be overwritten.
     *
     * @return false for a file or a pipe
     */
    public boolean terminal() {
        return terminal;
    }

    /**
     * Shows a line that stays.
     *
     * @param format as of {@link String#format}
     * @param arguments its arguments
     */
    public void say(String format, Object... arguments) {
        out.print(passing ? ERASE_LINE : "");
        out.println(VisibleText.of(String.format(Locale.ROOT, format, arguments)));
        out.flush();
        passing = false;
    }

    /**
     * Shows a line that the next one overwrites.
     *
     * @param line below 80 characters, since a line that wraps cannot be erased
     */
    public void pass(String line) {
        if (terminal) {
            out.print(ERASE_LINE + VisibleText.of(line));
            out.flush();
            passing = true;
        }
    }
}
