package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.PreparedTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.listener.ConsoleSink;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.StepRecord;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.Curve;
import io.github.luffyrl.examples.report.HtmlReport;
import io.github.luffyrl.examples.report.ResultTable;
import io.github.luffyrl.examples.report.RunData;
import io.github.luffyrl.examples.report.TrainingCurves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run of the library with its progress on the console, and with table, curves and report in its
 * folder.
 *
 * @param recipe every setting
 * @param task the problems
 * @param model the model's directory
 * @param console what the user sees
 */
public record TrainingRun(Recipe recipe, Task task, Path model, Console console) {

    private static final int SHOWN_STEPS = 20;
    private static final Map<Curve, String> CURVES =
            Map.of(
                    Curve.REWARD, MetricsListener.REWARD,
                    Curve.ON_POLICY_SOLVE_RATE, MetricsListener.ON_POLICY_SOLVED,
                    Curve.OFF_POLICY_SOLVE_RATE, MetricsListener.OFF_POLICY_SOLVED,
                    Curve.ENTROPY, MetricsListener.ENTROPY,
                    Curve.RESPONSE_LENGTH, MetricsListener.RESPONSE_TOKENS,
                    Curve.OFF_POLICY_PROBABILITY, MetricsListener.OFF_POLICY_PROBABILITY,
                    Curve.GRADIENT_NORM, MetricsListener.GRADIENT_NORM);

    /**
     * Runs it, or what is left of it.
     *
     * @param folder of the run
     * @throws IOException when something cannot be read or written
     */
    public void run(RunFolder folder) throws IOException {
        run(folder, Compute.ZERO);
    }

    /**
     * Runs it as a command, so that it can be resumed by one.
     *
     * @param folder of the run
     * @param options of the command
     * @throws IOException when something cannot be read or written
     */
    public void run(RunFolder folder, CommandOptions options) throws IOException {
        Progress progress = new Progress(recipe, console);
        try (PreparedTraining run = training(folder, progress).prepare()) {
            run.begin();
            options.write(folder);
            present(run.run(), progress);
        }
    }

    /** Runs it after something was spent before, such as on collecting demonstrations. */
    void run(RunFolder folder, Compute spent) throws IOException {
        Progress progress = new Progress(recipe, console);
        present(training(folder, progress).spent(spent).run(), progress);
    }

    private LuffyTraining training(RunFolder folder, Progress progress) {
        LuffyTraining training =
                LuffyTraining.of(recipe)
                        .model(model)
                        .problems(task.training())
                        .evaluateOn(task.evaluation())
                        .follow(progress)
                        .sink(progress, table())
                        .output(folder.path());
        return task.reward().map(training::reward).orElse(training);
    }

    private ConsoleSink table() {
        return new ConsoleSink(
                recipe.steps(),
                Math.max(1, recipe.steps() / SHOWN_STEPS),
                row -> console.say("%s", row),
                console::pass);
    }

    private void present(TrainingResult result, Progress progress) throws IOException {
        RunFolder folder = result.folder();
        Path accuracies = folder.path().resolve("accuracy.txt");
        ResultTable table = new ResultTable(List.of("before", "after"));
        result.sets().forEach(set -> table.row(set.name(), set.before(), set.after()));
        console.say("%n%s", table);
        Files.writeString(accuracies, table.toString());
        Path curves = folder.path().resolve("curves.png");
        boolean drawn = draw(folder, curves);
        Path report = folder.path().resolve("report.html");
        new HtmlReport(List.of(RunData.read(folder.path()))).write(report);
        console.say("time         %s", progress.times());
        if (Files.exists(folder.adapter())) {
            console.say("adapter      %s", folder.adapter());
        }
        if (Files.exists(folder.checkpoint())) {
            console.say("model        %s", folder.checkpoint());
        }
        console.say("every step   %s", folder.metrics());
        if (drawn) {
            console.say("curves       %s", curves);
        }
        console.say("report       %s", report);
        console.say("settings     %s", folder.recipe());
        console.say("this table   %s", accuracies);
    }

    /** The picture may fail: all else is worth more. */
    private boolean draw(RunFolder folder, Path file) throws IOException {
        TrainingCurves curves = new TrainingCurves(recipe.method() + ", " + task.name());
        for (StepRecord step : JsonLinesSink.readMetrics(folder.metrics())) {
            CURVES.forEach(
                    (curve, name) ->
                            curves.add(
                                    curve,
                                    (int) step.step(),
                                    step.metrics().getOrDefault(name, Double.NaN)));
        }
        try {
            curves.write(file);
            return true;
        } catch (IOException e) {
            console.say("no picture of the curves: %s", e);
            return false;
        }
    }
}
