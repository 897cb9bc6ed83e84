package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rejection.SamplingBudget;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How much is sampled for traces. */
final class BudgetOptions {

    @Option(
            names = "--max-samples",
            paramLabel = "K",
            defaultValue = "512",
            description =
                    "a problem without success in K samples is marked hard; ${DEFAULT-VALUE} by"
                            + " default")
    private int maxSamples;

    @Option(
            names = "--samples-per-round",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "samples of a problem before successes are looked for; ${DEFAULT-VALUE} by"
                            + " default")
    private int samplesPerRound;

    @Option(
            names = "--problems-per-round",
            paramLabel = "N",
            defaultValue = "64",
            description = "problems sampled at the same time; ${DEFAULT-VALUE} by default")
    private int problemsPerRound;

    @Option(
            names = "--problems",
            paramLabel = "N",
            description = "only the first N problems to train on; all by default")
    private int problems = Integer.MAX_VALUE;

    SamplingBudget budget(CommandLine command) {
        try {
            return new SamplingBudget(maxSamples, samplesPerRound, problemsPerRound);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    List<Problem> problems(List<Problem> all) {
        return all.subList(0, Math.min(problems, all.size()));
    }
}
