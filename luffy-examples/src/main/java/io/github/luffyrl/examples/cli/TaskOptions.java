package io.github.luffyrl.examples.cli;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.ProblemLoader;
import io.github.luffyrl.djl.problem.EncodedProblem;
import io.github.luffyrl.djl.problem.PreparedProblems;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.examples.experiment.CommandOptions;
import io.github.luffyrl.examples.experiment.EmbeddedTasks;
import io.github.luffyrl.examples.experiment.Task;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.task.EmbeddedTask;
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

    private EmbeddedTask task = EmbeddedTasks.all().get(0);

    /** What a run was started with. */
    CommandOptions named(String model) {
        return new CommandOptions(model, task.name(), data, heldOut);
    }

    /** Takes the problems that a run was started with. */
    void take(CommandOptions options) {
        task = EmbeddedTasks.named(options.task());
        data = options.data();
        heldOut = options.heldOut();
    }

    /** Takes an embedded task instead of the default one. */
    void embed(EmbeddedTask embedded) {
        task = embedded;
    }

    /** Refuses options that do not go together. */
    void check(CommandLine command) {
        if (!heldOut.isEmpty() && data.isEmpty()) {
            throw new ParameterException(command, "--held-out needs --data");
        }
    }

    /** The embedded task; the default one also beside problems of one's own. */
    EmbeddedTask task() {
        return task;
    }

    /** The settings of an embedded task; a user's own come after them. */
    List<String> settings() {
        return data.isEmpty() ? task.settings() : List.of();
    }

    /** Whether the problems are embedded ones. */
    boolean embedded() {
        return data.isEmpty();
    }

    /** What the task depends on: recipes that agree in it have the same task. */
    List<Object> dependencies(Recipe recipe) {
        return data.isEmpty()
                ? List.of(task.name(), recipe.seed(), recipe.evaluation())
                : List.of(
                        recipe.sampling(),
                        recipe.data(),
                        recipe.prompt(),
                        recipe.reward(),
                        recipe.evaluation());
    }

    /** Reads and checks the problems, and says what is in them. */
    Task read(Recipe recipe, Path model, Console console) throws IOException {
        int count = recipe.evaluation().problems();
        if (data.isEmpty()) {
            return Task.of(task, recipe.seed(), count);
        }
        ProblemLoader loader = new ProblemLoader(TrainingParts.of(recipe));
        try (ProblemEncoder encoder = encoder(recipe, model)) {
            List<Problem> held = List.of();
            if (!heldOut.isEmpty()) {
                console.pass("reading " + String.join(", ", heldOut) + " ..");
                held = told(heldOut, loader.heldOut(heldOut, encoder), console);
            }
            console.pass("reading " + String.join(", ", data) + " ..");
            List<Problem> training = told(data, loader.training(data, encoder, held), console);
            Path first = Path.of(data.get(0));
            String name = String.valueOf(data.size() == 1 ? first.getFileName() : data);
            return Task.own(name, training, held, count);
        }
    }

    /** The model's encoder, without the model's weights. */
    static ProblemEncoder encoder(Recipe recipe, Path model) throws IOException {
        ProblemEncoder encoder =
                ProblemEncoder.load(
                        model,
                        recipe.sampling().maxPromptTokens(),
                        recipe.sampling().maxResponseTokens());
        return TrainingParts.of(recipe).configured(encoder);
    }

    private static List<Problem> told(
            List<String> files, PreparedProblems prepared, Console console) {
        console.say("%s: %s", String.join(", ", files), prepared.summary());
        return prepared.problems().stream().map(EncodedProblem::problem).toList();
    }
}
