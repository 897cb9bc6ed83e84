package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.ProblemLoader;
import io.github.luffyrl.djl.checkpoint.CausalLmConfig;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.Preflight;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.examples.experiment.CommandOptions;
import io.github.luffyrl.examples.experiment.DryRun;
import io.github.luffyrl.examples.experiment.OutputFolder;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.experiment.TrainingRun;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Mixin private EmbeddedTaskOption task = new EmbeddedTaskOption();

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
                    "resumes the run in DIR from its latest checkpoint, with the settings that it"
                            + " was started with")
    private @Nullable Path resume;

    @Mixin private RecipeOptions recipes = new RecipeOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        Console console = Consoles.of(command);
        if (resume != null) {
            return resume(command, new RunFolder(resume), console);
        }
        tasks.check(command);
        tasks.embed(task.read(command, !tasks.embedded()));
        Recipe recipe = recipes.read(command, tasks.settings());
        OutputFolder folder =
                out == null
                        ? OutputFolder.next(Path.of("runs"), recipe.method().label())
                        : OutputFolder.of(out);
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path directory = model.directory(tasks.task(), temporary, console);
            Task read = tasks.read(recipe, directory, console);
            new ProblemLoader(read.parts(recipe)).requireDemonstrations(read.training());
            if (dryRun) {
                check(recipe, read, directory, folder.path());
                try (ProblemEncoder encoder = TaskOptions.encoder(recipe, directory)) {
                    new DryRun(recipe, read, encoder, console).show(SHOWN_GROUPS);
                }
                return 0;
            }
            new TrainingRun(recipe, read, directory, console)
                    .run(new RunFolder(folder.path()), tasks.named(model.named()));
        }
        return 0;
    }

    /** What the run itself checks before its first step. */
    private static void check(Recipe recipe, Task task, Path directory, Path folder)
            throws IOException {
        Preflight preflight = new Preflight(recipe, CausalLmConfig.read(directory));
        long weights = CausalLanguageModel.requireWeights(directory);
        try (ProblemEncoder encoder = TaskOptions.encoder(recipe, directory)) {
            preflight.check(encoder, task.training(), task.evaluation());
        }
        preflight.requireSpace(folder, weights);
    }

    private int resume(CommandLine command, RunFolder folder, Console console) throws IOException {
        if (command.getParseResult().matchedOptions().size() > 1) {
            throw new ParameterException(
                    command,
                    "--resume takes all settings from the run: leave the other options out");
        }
        CommandOptions options = CommandOptions.read(folder);
        if (Files.exists(folder.result())) {
            console.say("the run in %s is finished", folder.path());
            return 0;
        }
        model.take(options.model());
        tasks.take(options);
        Recipe recipe = Recipe.load(folder.recipe());
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path directory = model.directory(tasks.task(), temporary, console);
            Task read = tasks.read(recipe, directory, console);
            new TrainingRun(recipe, read, directory, console).run(folder, options);
        }
        return 0;
    }
}
