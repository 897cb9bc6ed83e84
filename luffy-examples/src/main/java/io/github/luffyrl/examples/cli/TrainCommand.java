package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.examples.experiment.LoadedModel;
import io.github.luffyrl.examples.experiment.RunFolder;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.experiment.TrainingRun;
import io.github.luffyrl.examples.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model and shows what it learned. */
@Command(
        name = "train",
        description = {
            "Trains a model and shows its accuracy before and after.",
            "Without options: the embedded model on the embedded problems."
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
            description = "problems to measure accuracy on, not trained on")
    private @Nullable Path heldOut;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "an empty or new folder for the results; runs/METHOD-N by default")
    private @Nullable Path out;

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Override
    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on a log shows the passing lines, too
    public Integer call() throws IOException {
        Recipe recipe = recipes.read();
        Task task = task(recipe);
        String method = recipe.method().name().toLowerCase(Locale.ROOT);
        try (TemporaryFolder temporary = TemporaryFolder.create();
                LoadedModel loaded = model.open(temporary)) {
            RunFolder folder =
                    out == null ? RunFolder.next(Path.of("runs"), method) : RunFolder.create(out);
            new TrainingRun(recipe, task, loaded, folder, System.out, System.console() != null)
                    .run();
        }
        return 0;
    }

    private Task task(Recipe recipe) throws IOException {
        int count = recipe.evaluation().problems();
        if (data == null) {
            return Task.digitMachine(recipe.seed(), count);
        }
        List<Problem> held = heldOut == null ? List.of() : ProblemFiles.read(heldOut, System.out);
        return Task.mathematics(
                String.valueOf(data.getFileName()),
                ProblemFiles.read(data, System.out),
                held,
                count);
    }
}
