package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.report.HtmlReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows runs as a page. */
@Command(
        name = "report",
        description = {
            "Writes a page with the curves, settings and responses of a run, finished or not.",
            "Several runs are compared."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "RUN",
            arity = "1..*",
            description = "the folder of a training run, such as runs/luffy-1")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "the page; report.html by default, in the run's folder if it is one run")
    private @Nullable Path out;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Path file = out == null ? defaultFile() : out;
        HtmlReport.of(runs).write(file);
        Consoles.of(spec.commandLine()).say("report       %s", file);
        return 0;
    }

    private Path defaultFile() {
        Path page = Path.of("report.html");
        return runs.size() == 1 ? runs.get(0).resolve(page) : page;
    }
}
