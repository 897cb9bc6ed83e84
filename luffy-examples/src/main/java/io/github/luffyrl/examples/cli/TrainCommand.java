package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.recipe.RecipeReader;
import io.github.luffyrl.examples.experiment.DryRun;
import io.github.luffyrl.examples.experiment.LoadedModel;
import io.github.luffyrl.examples.experiment.OutputFolder;
import io.github.luffyrl.examples.experiment.RunFolder;
import io.github.luffyrl.examples.experiment.RunOrigin;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.experiment.TrainingRun;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Files;
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

    private static final int SHOWN_GROUPS = 3;

    @Mixin private ModelOption model = new ModelOption();

    @Mixin private TaskOptions tasks = new TaskOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "an empty or new folder for the results; runs/METHOD-N by default")
    private @Nullable Path out;

    @Option(
            names = "--dry-run",
            description = "check the data, show what some groups start from, and stop")
    private boolean dryRun;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description =
                    "goes on with the run in DIR from its latest checkpoint, with the settings that"
                            + " it was started with")
    private @Nullable Path resume;

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        Console console = Consoles.of(command);
        if (resume != null) {
            return goOn(command, new RunFolder(resume), console);
        }
        tasks.check(command);
        Recipe recipe = recipes.read(command);
        OutputFolder folder =
                out == null
                        ? OutputFolder.next(Path.of("runs"), recipe.method().label())
                        : OutputFolder.of(out);
        run(
                recipe,
                () -> {
                    RunFolder created = new RunFolder(folder.create());
                    tasks.origin(model.named()).write(created);
                    return created;
                },
                console);
        return 0;
    }

    private int goOn(CommandLine command, RunFolder folder, Console console) throws IOException {
        if (command.getParseResult().matchedOptions().size() > 1) {
            throw new ParameterException(
                    command,
                    "--resume takes all settings from the run: leave the other options out");
        }
        RunOrigin origin = RunOrigin.read(folder);
        if (Files.exists(folder.result())) {
            console.say("the run in %s is finished", folder.path());
            return 0;
        }
        model.take(origin.model());
        tasks.take(origin);
        run(RecipeReader.read(folder.recipe(), List.of()), () -> folder, console);
        return 0;
    }

    /** Where results go, created when all else is known to be right. */
    private interface Target {
        RunFolder open() throws IOException;
    }

    private void run(Recipe recipe, Target target, Console console) throws IOException {
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path directory = model.directory(temporary, console);
            Task task = tasks.read(recipe, directory, console);
            if (dryRun) {
                try (ProblemEncoder encoder = TaskOptions.encoder(recipe, directory)) {
                    new DryRun(recipe, task, encoder, console).show(SHOWN_GROUPS);
                }
                return;
            }
            try (LoadedModel loaded = LoadedModel.open(directory);
                    TrainingRun run = TrainingRun.prepare(recipe, task, loaded)) {
                run.run(target.open(), console);
            }
        }
    }
}
