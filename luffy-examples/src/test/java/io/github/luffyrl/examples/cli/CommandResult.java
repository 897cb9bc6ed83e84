package io.github.luffyrl.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** What a command did: its exit code and what it printed. */
record CommandResult(int code, String out, String err) {

    /** Runs the command in this process. */
    static CommandResult of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine luffy =
                Luffy.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        int code =
                luffy.execute(
                        List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
        return new CommandResult(code, out.toString(), err.toString());
    }

    /** Trains a few steps, with further options. */
    static CommandResult train(Path out, Object... options) {
        return of(
                concat(
                        options,
                        "train",
                        "--out=" + out,
                        "--set=steps=3",
                        "--set=promptsPerStep=4",
                        "--set=evaluation.problems=8"));
    }

    private static Object[] concat(Object[] last, Object... first) {
        Object[] all = new Object[first.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(last, 0, all, first.length, last.length);
        return all;
    }

    /** The only line on stderr. */
    String error() {
        List<String> lines = err.lines().toList();
        if (lines.size() != 1) {
            throw new AssertionError("need one line on stderr, got " + lines);
        }
        return lines.get(0);
    }
}
