package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.report.VisibleText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard error, where log messages quote what files and models wrote. */
final class VisibleStream extends PrintStream {

    VisibleStream(PrintStream out) {
        super(out, true, StandardCharsets.UTF_8);
    }

    @Override
    public void print(String text) {
        super.print(text == null ? null : VisibleText.of(text));
    }

    @Override
    public void println(String text) {
        super.println(text == null ? null : VisibleText.of(text));
    }

    @Override
    public void println(Object value) {
        super.println((Object) VisibleText.of(String.valueOf(value)));
    }
}
