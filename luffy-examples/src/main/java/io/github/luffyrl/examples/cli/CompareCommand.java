package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.experiment.Comparison;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains several methods with several seeds, and compares them. */
@Command(
        name = "compare",
        description = {
            "Trains several methods with several seeds, one run after the other, and compares them.",
            "The same command again resumes."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {

    @Option(
            names = "--methods",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "grpo,mixed,luffy",
            description =
                    "methods or recipe files, separated by commas; ${DEFAULT-VALUE} by default")
    private List<String> methods = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            defaultValue = "0,1,2",
            description = "seeds, separated by commas; ${DEFAULT-VALUE} by default")
    private List<Long> seeds = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "changes one setting of all runs; can be repeated")
    private List<String> overrides = new ArrayList<>();

    @Mixin private ModelOption model = new ModelOption();

    @Mixin private TaskOptions tasks = new TaskOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/compare",
            description = "folder of the results, ${DEFAULT-VALUE} by default")
    private Path out = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        tasks.check(command);
        Console console = Consoles.of(command);
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            List<Comparison.Run> runs = new ArrayList<>();
            Path directory = model.directory(temporary, console);
            Map<List<Object>, Task> read = new HashMap<>(); // the files once, not once a run
            for (String method : methods) {
                for (long seed : seeds) {
                    Recipe recipe = recipe(method, seed);
                    List<Object> key = tasks.dependencies(recipe);
                    Task task = read.get(key);
                    if (task == null) {
                        task = tasks.read(recipe, directory, console);
                        read.put(key, task);
                    }
                    runs.add(new Comparison.Run(label(method), recipe, task));
                }
            }
            new Comparison(Files.createDirectories(out), directory, console).run(runs);
        }
        return 0;
    }

    private Recipe recipe(String method, long seed) throws IOException {
        List<String> all = new ArrayList<>(overrides);
        all.add("seed=" + seed);
        if (isFile(method)) {
            return Recipe.load(Path.of(method), all);
        }
        try {
            all.add("method=" + method);
            return Recipe.of(all);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String label(String method) {
        return isFile(method)
                ? String.valueOf(Path.of(method).getFileName()).replaceFirst("\\.ya?ml$", "")
                : method;
    }

    private static boolean isFile(String method) {
        return method.endsWith(".yaml") || method.endsWith(".yml");
    }
}
