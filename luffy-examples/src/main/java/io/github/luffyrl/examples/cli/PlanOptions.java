package io.github.luffyrl.examples.cli;

import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.comparison.Cell;
import io.github.luffyrl.examples.comparison.Plan;
import io.github.luffyrl.examples.comparison.Sampling;
import io.github.luffyrl.examples.experiment.EmbeddedTasks;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.task.EmbeddedTask;
import io.github.luffyrl.examples.task.SetRole;
import io.github.luffyrl.examples.task.TaskSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is compared. */
final class PlanOptions {

    private static final String OWN = "data";

    /** Far above what a budget is spent in; a schedule that ends there would not end. */
    private static final int MOST_STEPS = 100_000;

    /** What methods have in common. */
    enum Equal {
        STEPS,
        COMPUTE
    }

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
            names = "--tasks",
            paramLabel = "NAME",
            split = ",",
            description = "embedded tasks, separated by commas; digit-machine by default")
    private List<String> taskNames = new ArrayList<>();

    @Option(
            names = "--equal",
            paramLabel = "WHAT",
            defaultValue = "steps",
            description =
                    "steps, or compute: each run ends once it has spent --flops; ${DEFAULT-VALUE} by"
                            + " default")
    private Equal equal = Equal.STEPS;

    @Option(
            names = "--flops",
            paramLabel = "N",
            description =
                    "floating-point operations of each run, such as 6e11; for --equal compute")
    private @Nullable Double flops;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "changes one setting of all runs; can be repeated")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--temperatures",
            paramLabel = "T",
            split = ",",
            description =
                    "temperatures at which each trained model is sampled for pass@k, such as"
                            + " 0.2,0.6,1,1.4; none by default")
    private List<Double> temperatures = new ArrayList<>();

    @Option(
            names = "--samples",
            paramLabel = "K",
            defaultValue = "8",
            description = "answers to each problem there; ${DEFAULT-VALUE} by default")
    private int samples = 8;

    @Option(
            names = "--sampled-problems",
            paramLabel = "N",
            defaultValue = "64",
            description = "held-out problems there, at most; ${DEFAULT-VALUE} by default")
    private int sampledProblems = 64;

    @Mixin private ModelOption model = new ModelOption();

    @Mixin private TaskOptions data = new TaskOptions();

    /**
     * Reads the plan.
     *
     * @param only the name of a single cell; null for all
     */
    Plan read(
            CommandLine command, TemporaryFolder temporary, Console console, @Nullable String only)
            throws IOException {
        data.check(command);
        require(
                command,
                (equal == Equal.COMPUTE) == (flops != null),
                "--equal compute needs --flops, and --flops needs --equal compute");
        require(command, seeds.size() >= 1, "--seeds: need at least one");
        require(
                command,
                data.embedded() || taskNames.isEmpty(),
                "--tasks are embedded, --data is your own: leave one of them out");
        require(
                command,
                taskNames.size() < 2 || model.named().isEmpty(),
                "--model can be that of a single task, not of " + taskNames);
        Sampling sampling =
                checked(command, () -> new Sampling(temperatures, samples, sampledProblems));
        List<Cell> cells =
                data.embedded()
                        ? embedded(command, temporary, console, only)
                        : own(command, temporary, console, only);
        require(command, !cells.isEmpty(), "--only = " + only + ": there is no such run");
        return checked(command, () -> new Plan(cells, equal == Equal.COMPUTE, sampling));
    }

    /** What is wrong is wrong on the command line. */
    private static <T> T checked(CommandLine command, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()), e);
        }
    }

    private List<Cell> embedded(
            CommandLine command, TemporaryFolder temporary, Console console, @Nullable String only)
            throws IOException {
        List<String> names =
                taskNames.isEmpty() ? List.of(EmbeddedTasks.all().get(0).name()) : taskNames;
        List<Cell> cells = new ArrayList<>();
        for (EmbeddedTask task : tasks(command, names)) {
            Map<List<Object>, Task> made = new HashMap<>();
            Path directory = directory(task, temporary, console);
            for (String method : methods) {
                for (long seed : seeds) {
                    if (only != null && !Cell.name(task.name(), label(method), seed).equals(only)) {
                        continue;
                    }
                    Recipe recipe = recipe(command, method, seed, task.settings());
                    int count = recipe.evaluation().problems();
                    Task problems =
                            made.computeIfAbsent(
                                    List.of(seed, count), key -> Task.of(task, seed, count));
                    Map<String, SetRole> roles = new HashMap<>();
                    for (TaskSet set : task.evaluation(seed, 1)) {
                        roles.put(set.name(), set.role());
                    }
                    cells.add(
                            new Cell(
                                    task.name(),
                                    label(method),
                                    recipe,
                                    problems,
                                    roles,
                                    directory));
                }
            }
        }
        return cells;
    }

    private static List<EmbeddedTask> tasks(CommandLine command, List<String> names) {
        return checked(command, () -> names.stream().map(EmbeddedTasks::named).toList());
    }

    private Path directory(EmbeddedTask task, TemporaryFolder temporary, Console console)
            throws IOException {
        if (!model.named().isEmpty()) {
            return model.directory(temporary, console);
        }
        return task.unpackModel(Files.createDirectories(temporary.path().resolve(task.name())));
    }

    private List<Cell> own(
            CommandLine command, TemporaryFolder temporary, Console console, @Nullable String only)
            throws IOException {
        Path directory = model.directory(temporary, console);
        Map<List<Object>, Task> read = new HashMap<>(); // the files once, not once a run
        List<Cell> cells = new ArrayList<>();
        for (String method : methods) {
            for (long seed : seeds) {
                if (only != null && !Cell.name(OWN, label(method), seed).equals(only)) {
                    continue;
                }
                Recipe recipe = recipe(command, method, seed, List.of());
                List<Object> key = data.dependencies(recipe);
                Task task = read.get(key);
                if (task == null) {
                    task = data.read(recipe, directory, console);
                    read.put(key, task);
                }
                cells.add(new Cell(OWN, label(method), recipe, task, Task.OWN_ROLES, directory));
            }
        }
        return cells;
    }

    private Recipe recipe(CommandLine command, String method, long seed, List<String> taskSettings)
            throws IOException {
        List<String> all =
                new ArrayList<>(
                        isFile(method)
                                ? TaskSettings.leftOpen(taskSettings, Path.of(method))
                                : taskSettings);
        if (flops != null) {
            all.add("flops=" + flops);
            all.add("steps=" + MOST_STEPS);
        }
        all.addAll(overrides);
        all.add("seed=" + seed);
        if (isFile(method)) {
            return Recipe.load(Path.of(method), all);
        }
        all.add("method=" + method);
        return checked(command, () -> Recipe.of(all));
    }

    private static String label(String method) {
        return isFile(method)
                ? String.valueOf(Path.of(method).getFileName()).replaceFirst("\\.ya?ml$", "")
                : method;
    }

    private static boolean isFile(String method) {
        return method.endsWith(".yaml") || method.endsWith(".yml");
    }

    private static void require(CommandLine command, boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(command, message);
        }
    }
}
