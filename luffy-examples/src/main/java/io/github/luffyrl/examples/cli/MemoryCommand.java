package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.memory.MemoryReport;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code luffy memory}. */
@Command(
        name = "memory",
        description =
                "Measures the peak memory of training steps and compares it with the formula of"
                        + " docs/memory.md, in a few minutes.",
        mixinStandardHelpOptions = true)
final class MemoryCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Console console = Consoles.of(spec.commandLine());
        MemoryReport.write(line -> console.say("%s", line));
        return 0;
    }
}
