package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.experiment.SelfImprovement;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Collects traces, trains on them, and begins again with the better policy. */
@Command(
        name = "self-improve",
        description = {
            "Collects traces from the model itself, trains on their prefixes as context, and"
                    + " collects again with the better model.",
            "Demonstrations in the data are not used. The same command again resumes."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SelfImproveCommand implements Callable<Integer> {

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "2",
            description = "how often traces are collected; ${DEFAULT-VALUE} by default")
    private int rounds;

    @Mixin private ModelOption model = new ModelOption();

    @Mixin private TaskOptions tasks = new TaskOptions();

    @Mixin private BudgetOptions budget = new BudgetOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/self-improve",
            description = "folder of the rounds, ${DEFAULT-VALUE} by default")
    private Path out = Path.of("");

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        tasks.check(command);
        if (rounds < 1) {
            throw new ParameterException(command, "--rounds = " + rounds + ": need at least 1");
        }
        Recipe recipe = recipes.read(command);
        Console console = Consoles.of(command);
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path directory = model.directory(temporary, console);
            Task task = tasks.read(recipe, directory, console);
            new SelfImprovement(out, rounds, budget.budget(command))
                    .run(
                            recipe,
                            task.withTraining(budget.problems(task.training())),
                            directory,
                            console);
        }
        return 0;
    }
}
