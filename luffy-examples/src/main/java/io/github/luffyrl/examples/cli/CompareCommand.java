package io.github.luffyrl.examples.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.luffyrl.djl.run.RunFile;
import io.github.luffyrl.examples.comparison.CellProcesses;
import io.github.luffyrl.examples.comparison.CellRun;
import io.github.luffyrl.examples.comparison.Comparison;
import io.github.luffyrl.examples.comparison.ComparisonMarkdown;
import io.github.luffyrl.examples.comparison.ComparisonResults;
import io.github.luffyrl.examples.comparison.Plan;
import io.github.luffyrl.examples.comparison.Workers;
import io.github.luffyrl.examples.experiment.TemporaryFolder;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Trains several methods on several tasks with several seeds, and compares them. */
@Command(
        name = "compare",
        description = {
            "Trains several methods with several seeds, several runs at once, and compares them:"
                    + " accuracies with intervals, curves, and which claims of the papers hold.",
            "The same command again resumes."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {

    private static final String ARGUMENTS = "command.json";

    @Mixin private PlanOptions plans = new PlanOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/compare",
            description = "folder of the results, ${DEFAULT-VALUE} by default")
    private Path out = Path.of("");

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "runs at once, each in a process of its own with its share of the cores; as many"
                            + " as cores by default; 1 for this process. No result depends on it")
    private @Nullable Integer jobs;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "resumes the comparison in DIR, with the options it was started with")
    private @Nullable Path resume;

    @Option(
            names = "--report",
            description = "trains nothing, and reports the runs that are finished")
    private boolean reportOnly;

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description =
                    "also writes the tables into a Markdown page, between the lines that mark where")
    private @Nullable Path markdown;

    @Option(
            names = "--only",
            paramLabel = "RUN",
            description =
                    "runs a single one, such as digit-machine/luffy-seed-0, in this process, and"
                            + " reports nothing: for runs on several machines")
    private @Nullable String only;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        CommandLine command = spec.commandLine();
        if (resume != null) {
            return resume(command, resume);
        }
        require(jobs == null || jobs >= 1, "--jobs = " + jobs + ": need at least 1");
        require(only == null || !reportOnly, "--only and --report exclude each other");
        Console console = Consoles.of(command);
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Plan plan = plans.read(command, temporary, console, only);
            if (only != null) {
                if (Boolean.getBoolean(CellProcesses.CHILD)) {
                    CellProcesses.endWithParent();
                }
                new CellRun(plan.cells().get(0), out, plan.sampling(), console).run();
                return 0;
            }
            Comparison comparison = new Comparison(plan, out, console);
            ComparisonResults results;
            if (reportOnly) {
                results = comparison.report();
            } else {
                Files.createDirectories(out);
                RunFile.write(out.resolve(ARGUMENTS), withoutFolder(arguments(command)));
                results = comparison.run(workers(plan, command, console));
            }
            if (markdown != null) {
                new ComparisonMarkdown(results).writeInto(markdown);
            }
        }
        return 0;
    }

    private Workers workers(Plan plan, CommandLine command, Console console) {
        int most = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
        int count = Math.min(most, plan.cells().size());
        if (count == 1) {
            return new Workers.ThisProcess(plan.sampling(), console);
        }
        List<String> again = new ArrayList<>(List.of(Luffy.class.getName(), spec.name()));
        again.addAll(arguments(command));
        return new CellProcesses(count, again);
    }

    /** What the command was started with, without its name. */
    private static List<String> arguments(CommandLine command) {
        List<String> all = command.getParseResult().originalArgs();
        boolean named = !all.isEmpty() && all.get(0).equals(command.getCommandName());
        return List.copyOf(named ? all.subList(1, all.size()) : all);
    }

    private static List<String> withoutFolder(List<String> arguments) {
        List<String> others = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--out")) {
                i++;
            } else if (!arguments.get(i).startsWith("--out=")) {
                others.add(arguments.get(i));
            }
        }
        return others;
    }

    private static int resume(CommandLine command, Path folder) throws IOException {
        List<String> options = arguments(command);
        if (options.stream().filter(o -> !o.startsWith("--resume")).count() > 1) {
            throw new ParameterException(
                    command,
                    "--resume takes all settings from the comparison: leave the other options out");
        }
        Path file = folder.resolve(ARGUMENTS);
        if (!Files.exists(file)) {
            throw new IOException(
                    "'" + folder + "' holds no comparison: start one with 'luffy compare --out'");
        }
        List<String> all = new ArrayList<>(List.of("compare"));
        all.addAll(RunFile.read(file, new TypeReference<List<String>>() {}));
        all.add("--out=" + folder); // it may have been moved
        return Luffy.commandLine()
                .setOut(command.getOut())
                .setErr(command.getErr())
                .execute(all.toArray(String[]::new));
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
