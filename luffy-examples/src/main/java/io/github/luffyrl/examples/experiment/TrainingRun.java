package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.djl.LuffyTraining;
import io.github.luffyrl.djl.PreparedTraining;
import io.github.luffyrl.djl.TrainingResult;
import io.github.luffyrl.djl.TrainingResult.EvaluatedTwice;
import io.github.luffyrl.djl.listener.ConsoleSink;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.HtmlReport;
import io.github.luffyrl.examples.report.Picture;
import io.github.luffyrl.examples.report.TextTable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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
        Progress progress = new Progress(recipe, task.training().size(), console);
        try (PreparedTraining run = training(folder, progress).prepare()) {
            run.begin();
            options.write(folder);
            present(run.run(), progress);
        } catch (IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted(folder, e);
            }
            throw e;
        }
    }

    private static InterruptedIOException interrupted(RunFolder folder, Exception cause) {
        InterruptedIOException interrupted =
                new InterruptedIOException(
                        folder.begun()
                                ? "interrupted; resume with: luffy train --resume " + folder.path()
                                : "interrupted before the run began; nothing was written");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** Runs it after something was spent before, such as on collecting demonstrations. */
    void run(RunFolder folder, Compute spent) throws IOException {
        Progress progress = new Progress(recipe, task.training().size(), console);
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
                recipe.totalSteps(),
                recipe.flops(),
                Math.max(1, recipe.totalSteps() / SHOWN_STEPS),
                row -> console.say("%s", row),
                console::pass);
    }

    private void present(TrainingResult result, Progress progress) throws IOException {
        RunFolder folder = result.folder();
        Path accuracies = folder.path().resolve("accuracy.txt");
        TextTable table = new TextTable().row("solved, 95 % interval", "before", "after");
        for (EvaluatedTwice set : result.sets()) {
            table.row(set.name(), set.before().text(), set.after().text());
        }
        console.say("%n%s", table);
        Files.writeString(accuracies, table.toString());
        Path curves = folder.path().resolve("curves.png");
        boolean drawn = draw(folder, curves);
        Path report = folder.path().resolve("report.html");
        HtmlReport.of(List.of(folder.path())).write(report);
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
    private boolean draw(RunFolder folder, Path file) {
        try {
            Picture.ofRun(recipe.method() + ", " + task.name(), folder.path()).write(file);
            return true;
        } catch (IOException e) {
            console.say("no picture of the curves: %s", e);
            return false;
        }
    }
}
