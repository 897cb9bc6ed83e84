package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.examples.experiment.LoadedModel;
import io.github.luffyrl.examples.experiment.OutputFolder;
import io.github.luffyrl.examples.experiment.RunFolder;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.experiment.TrainingRun;
import io.github.luffyrl.examples.recipe.Recipe;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a model and shows what it learned. */
@Command(
        name = "train",
        description = {
            "Trains a model and shows its accuracy before and after.",
            "Without options: LUFFY with the embedded model on the embedded problems."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {

    @Mixin private ModelOption model = new ModelOption();

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "problems to train on, JSONL or Parquet; the embedded ones by default")
    private @Nullable Path data;

    @Option(
            names = "--held-out",
            paramLabel = "FILE",
            description = "problems to measure accuracy on, not trained on; with --data")
    private @Nullable Path heldOut;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "an empty or new folder for the results; runs/METHOD-N by default")
    private @Nullable Path out;

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        if (heldOut != null && data == null) {
            throw new ParameterException(command, "--held-out needs --data");
        }
        Recipe recipe = recipes.read(command);
        OutputFolder folder =
                out == null
                        ? OutputFolder.next(Path.of("runs"), recipe.method().label())
                        : OutputFolder.of(out);
        Console console = Consoles.of(command);
        Task task = task(recipe, console);
        try (TemporaryFolder temporary = TemporaryFolder.create();
                LoadedModel loaded = model.open(temporary, console)) {
            TrainingRun run = TrainingRun.prepare(recipe, task, loaded);
            run.run(new RunFolder(folder.create()), console);
        }
        return 0;
    }

    private Task task(Recipe recipe, Console console) throws IOException {
        int count = recipe.evaluation().problems();
        if (data == null) {
            return Task.digitMachine(recipe.seed(), count);
        }
        List<Problem> held = heldOut == null ? List.of() : ProblemFiles.read(heldOut, console);
        return Task.mathematics(
                String.valueOf(data.getFileName()), ProblemFiles.read(data, console), held, count);
    }
}
