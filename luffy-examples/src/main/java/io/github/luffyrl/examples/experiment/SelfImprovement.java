package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rejection.CollectedTraces;
import io.github.luffyrl.core.rejection.SamplingBudget;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.TrainingResult.EvaluatedTwice;
import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Rounds of collecting traces from the model itself and training it given their prefixes, each with
 * the model of the round before. A folder {@code round-N} holds the collection and the run of a
 * round; what is finished there is not done again.
 *
 * @param folder holds the rounds
 * @param rounds at least 1
 * @param budget how much is sampled for each problem in each round
 */
public record SelfImprovement(Path folder, int rounds, SamplingBudget budget) {

    private static final String SOURCE = "self";

    /**
     * Runs the rounds that are not finished yet.
     *
     * @param recipe how to sample and to train
     * @param task the problems; their demonstrations are not used
     * @param model the directory of the first model
     * @param console what the user sees
     * @throws IOException when results cannot be written
     * @throws IllegalArgumentException if the folder was begun with other settings, or no problem
     *     is solved
     */
    public void run(Recipe recipe, Task task, Path model, Console console) throws IOException {
        TextTable table = new TextTable();
        Compute spent = Compute.ZERO;
        Path current = model;
        for (int round = 1; round <= rounds; round++) {
            Path path = folder.resolve("round-" + round);
            RunFolder run = new RunFolder(path.resolve("training"));
            console.say("%nround %d of %d: collecting traces", round, rounds);
            CollectedTraces traces =
                    collect(path.resolve("traces"), recipe, task, current, console);
            spent = spent.plus(traces.compute());
            if (Files.exists(run.result())) {
                console.say("round %d: trained earlier", round);
            } else {
                new TrainingRun(recipe, task.withTraining(solved(traces)), current, console)
                        .run(run, spent);
            }
            TrainingResult result = TrainingResult.read(run);
            if (round == 1) {
                table.row(header(result));
                table.row(row("0", "", "", result, EvaluatedTwice::before));
            }
            String found = traces.solved() + " of " + traces.outcomes().size();
            String flops = String.format(Locale.ROOT, "%.3g", result.report().flops());
            table.row(row("" + round, found, flops, result, EvaluatedTwice::after));
            spent = result.report().compute();
            current = run.checkpoint();
        }
        console.say("%n%s", table);
        Files.writeString(folder.resolve("rounds.txt"), table.toString());
        console.say("this table   %s", folder.resolve("rounds.txt"));
        console.say("last model   %s", current);
    }

    private CollectedTraces collect(
            Path path, Recipe recipe, Task task, Path model, Console console) throws IOException {
        try (LoadedModel loaded = LoadedModel.open(model)) {
            return new TraceCollection(path, budget, SOURCE)
                    .run(
                            task.training(),
                            task.parts(recipe).get(RewardFunction.class),
                            recipe,
                            loaded,
                            console);
        }
    }

    private static List<Problem> solved(CollectedTraces traces) {
        List<Problem> solved =
                traces.problems(SOURCE).stream()
                        .filter(problem -> !problem.demonstrations().isEmpty())
                        .toList();
        if (solved.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of "
                            + traces.outcomes().size()
                            + " problems was solved, so there is nothing to train on: raise"
                            + " --max-samples or --problems, or add easier problems");
        }
        return solved;
    }

    private static List<String> header(TrainingResult result) {
        List<String> header = new ArrayList<>(List.of("round", "traces", "FLOPs so far"));
        result.sets().forEach(set -> header.add(set.name()));
        return header;
    }

    private static List<String> row(
            String round,
            String traces,
            String flops,
            TrainingResult result,
            Function<EvaluatedTwice, Accuracy> when) {
        List<String> row = new ArrayList<>(List.of(round, traces, flops));
        for (EvaluatedTwice set : result.sets()) {
            row.add(String.format(Locale.ROOT, "%5.1f %%", 100 * when.apply(set).rate()));
        }
        return row;
    }
}
