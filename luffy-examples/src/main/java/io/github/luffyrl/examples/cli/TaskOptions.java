package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.PreparedProblems;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.problem.ProblemReader;
import io.github.luffyrl.djl.problem.ProblemSet;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.examples.experiment.CommandOptions;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.report.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which problems. */
final class TaskOptions {

    @Option(
            names = "--data",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "problems to train on: JSONL or Parquet files, folders of them, or patterns such"
                            + " as 'data/train-*.parquet'; the embedded ones by default")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--held-out",
            paramLabel = "FILE",
            arity = "1..*",
            description = "problems to measure accuracy on, not trained on; with --data")
    private List<String> heldOut = new ArrayList<>();

    /** What a run was started with. */
    CommandOptions named(String model) {
        return new CommandOptions(model, data, heldOut);
    }

    /** Takes the problems that a run was started with. */
    void take(CommandOptions options) {
        data = options.data();
        heldOut = options.heldOut();
    }

    /** Refuses options that do not go together. */
    void check(CommandLine command) {
        if (!heldOut.isEmpty() && data.isEmpty()) {
            throw new ParameterException(command, "--held-out needs --data");
        }
    }

    /** What the task depends on: recipes that agree in it have the same task. */
    List<Object> dependencies(Recipe recipe) {
        return data.isEmpty()
                ? List.of(recipe.seed(), recipe.evaluation())
                : List.of(recipe.sampling(), recipe.data(), recipe.evaluation());
    }

    /** Reads and checks the problems, and says what is in them. */
    Task read(Recipe recipe, Path model, Console console) throws IOException {
        int count = recipe.evaluation().problems();
        if (data.isEmpty()) {
            return Task.digitMachine(recipe.seed(), count);
        }
        try (ProblemEncoder encoder = encoder(recipe, model)) {
            List<Problem> held =
                    heldOut.isEmpty() ? List.of() : read(heldOut, recipe, encoder, console);
            List<Problem> training = read(data, recipe, encoder, console);
            Path first = Path.of(data.get(0));
            String name = String.valueOf(data.size() == 1 ? first.getFileName() : data);
            return Task.own(name, training, held, count);
        }
    }

    /** The model's encoder, without the model's weights. */
    static ProblemEncoder encoder(Recipe recipe, Path model) throws IOException {
        return ProblemEncoder.load(
                model, recipe.sampling().maxPromptTokens(), recipe.sampling().maxResponseTokens());
    }

    private static List<Problem> read(
            List<String> files, Recipe recipe, ProblemEncoder encoder, Console console)
            throws IOException {
        console.pass("reading " + String.join(", ", files) + " ..");
        ProblemSet set = ProblemReader.read(files, recipe.data().badRows());
        console.pass("checking " + set.problems().size() + " problems ..");
        PreparedProblems prepared = PreparedProblems.of(set, encoder, recipe.data().tooLong());
        console.say("%s: %s", String.join(", ", files), prepared.summary());
        return prepared.problems().stream().map(EncodedProblem::problem).toList();
    }
}
