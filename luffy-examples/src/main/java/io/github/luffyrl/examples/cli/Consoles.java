package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.report.Console;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Where the commands print. */
final class Consoles {

    private Consoles() {}

    /** The output of a command; a terminal when it is one that can overwrite a line. */
    static Console of(CommandLine command) {
        return new Console(command.getOut(), Ansi.AUTO.enabled());
    }
}
