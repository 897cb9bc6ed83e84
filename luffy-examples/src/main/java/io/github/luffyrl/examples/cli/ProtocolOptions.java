package io.github.luffyrl.examples.cli;

import io.github.luffyrl.examples.experiment.ProtocolRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Under which conditions a model is evaluated, and where that is kept. */
final class ProtocolOptions {

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "keeps the completions in DIR, with a table and a picture; the same command"
                            + " again resumes. The options below need it")
    private @Nullable Path out;

    @Option(
            names = "--temperatures",
            paramLabel = "T",
            split = ",",
            description = "temperatures, separated by commas; evaluation.temperature by default")
    private List<Double> temperatures = new ArrayList<>();

    @Option(
            names = "--top-p",
            paramLabel = "P",
            split = ",",
            description = "shares of the probability to sample from; 1, all of it, by default")
    private List<Double> topPs = new ArrayList<>();

    @Option(
            names = "--templates",
            paramLabel = "NAME",
            split = ",",
            description =
                    "prompt templates: model (by default), plain, a .jinja file, or a name in the"
                            + " model's tokenizer_config.json")
    private List<String> templates = new ArrayList<>();

    @Option(
            names = "--graders",
            paramLabel = "NAME",
            split = ",",
            description =
                    "what judges each completion: reward, the task's or the recipe's own (by"
                            + " default), or kinds of rewards such as math,text")
    private List<String> graders = new ArrayList<>();

    /** Whether the evaluation is kept. */
    Optional<Path> folder(CommandLine command) {
        boolean others =
                !temperatures.isEmpty()
                        || !topPs.isEmpty()
                        || !templates.isEmpty()
                        || !graders.isEmpty();
        if (out == null && others) {
            throw new ParameterException(
                    command, "--temperatures, --top-p, --templates and --graders need --out");
        }
        return Optional.ofNullable(out);
    }

    /** Reads the conditions. */
    ProtocolRun read(CommandLine command, int samples, double temperature) {
        List<Double> hot = temperatures.isEmpty() ? List.of(temperature) : temperatures;
        if (samples > 1 && hot.contains(0.0)) {
            throw new ParameterException(
                    command,
                    "--samples = " + samples + ": at temperature 0 all answers are the same");
        }
        return new ProtocolRun(
                samples,
                hot,
                topPs.isEmpty() ? List.of(1.0) : topPs,
                templates.isEmpty() ? List.of("model") : templates,
                graders.isEmpty() ? List.of("reward") : graders);
    }
}
