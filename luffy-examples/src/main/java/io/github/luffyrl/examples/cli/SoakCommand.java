package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.benchmark.Soak;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the memory of a long run. */
@Command(
        name = "soak",
        description = "Generates and trains many times and reports whether memory stays flat.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:flat", "3:not flat"})
final class SoakCommand implements Callable<Integer> {

    private static final int NOT_FLAT = 3;

    @Option(names = "--steps", paramLabel = "N", description = "at least " + Soak.LEAST_STEPS)
    private int steps = 3000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (steps < Soak.LEAST_STEPS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--steps = " + steps + ": need at least " + Soak.LEAST_STEPS);
        }
        return new Soak(steps).run(Consoles.of(spec.commandLine())) ? 0 : NOT_FLAT;
    }
}
