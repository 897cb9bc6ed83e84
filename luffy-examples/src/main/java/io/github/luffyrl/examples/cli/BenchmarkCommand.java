package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.benchmark.Benchmark;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures tokens per second. */
@Command(
        name = "benchmark",
        description =
                "Measures tokens per second, also of eager PyTorch if a Python with torch is found.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class BenchmarkCommand implements Callable<Integer> {

    @Option(names = "--rounds", paramLabel = "N", description = "measured rounds, after a warm-up")
    private int rounds = 7;

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            split = ",",
            description = "Pythons to try; the first that has torch runs eager PyTorch")
    private List<String> pythons = List.of("python3", "/usr/bin/python3");

    @Option(names = "--profile", description = "report where the time goes")
    private boolean profile;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (rounds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--rounds = " + rounds + ": need at least 1");
        }
        new Benchmark(rounds, pythons, profile).run(Consoles.of(spec.commandLine()));
        return 0;
    }
}
