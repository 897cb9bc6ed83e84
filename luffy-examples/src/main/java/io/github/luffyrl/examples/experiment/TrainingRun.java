package io.github.luffyrl.examples.experiment;

import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.listener.EarlyStoppingListener.EarlyStoppedException;
import ai.djl.translate.TranslateException;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.djl.listener.CompletionsFile;
import io.github.luffyrl.djl.listener.ConsoleSink;
import io.github.luffyrl.djl.listener.CsvSink;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.TensorBoardSink;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.recipe.Objective;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.Checkpointing;
import io.github.luffyrl.djl.run.ResumableTraining;
import io.github.luffyrl.djl.run.RunCheckpoint;
import io.github.luffyrl.djl.run.RunCheckpoints;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.HtmlReport;
import io.github.luffyrl.examples.report.Picture;
import io.github.luffyrl.examples.report.TextTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The main job: examine, train, examine again, save. */
public final class TrainingRun implements AutoCloseable {

    private static final int SHOWN_STEPS = 20;
    private static final int SHOWN_RESPONSES = 8;

    private final Recipe recipe;
    private final Task task;
    private final LoadedModel loaded;
    private final TrainingParts parts;
    private final Examination examination;

    private TrainingRun(Recipe recipe, Task task, LoadedModel loaded, Compute spent)
            throws IOException {
        this.recipe = recipe;
        this.task = task;
        this.loaded = loaded;
        parts = TrainingParts.build(recipe, task, loaded, spent);
        examination = Examination.prepare(recipe, task.guarded(recipe), loaded);
    }

    /**
     * Prepares the job, and checks all problems.
     *
     * @param recipe every setting
     * @param task the problems and their reward
     * @param loaded the model to train, as it is before training
     * @return the job
     * @throws IOException when the reference model cannot be read
     * @throws IllegalArgumentException if a problem is too long
     */
    public static TrainingRun prepare(Recipe recipe, Task task, LoadedModel loaded)
            throws IOException {
        return prepare(recipe, task, loaded, Compute.ZERO);
    }

    /**
     * Prepares the job.
     *
     * @param recipe every setting
     * @param task the problems and their reward
     * @param loaded the model to train, as it is before training
     * @param spent before, such as on collecting demonstrations; the compute of the run is added
     * @return the job
     * @throws IOException when the reference model cannot be read
     * @throws IllegalArgumentException if a problem is too long
     */
    static TrainingRun prepare(Recipe recipe, Task task, LoadedModel loaded, Compute spent)
            throws IOException {
        return new TrainingRun(recipe, task, loaded, spent);
    }

    /**
     * Runs the job. In the folder of a run that did not come to its end it goes on from the latest
     * checkpoint, as if it had never stopped.
     *
     * @param folder what is kept
     * @param console what the user sees
     * @throws IOException when the results cannot be written
     */
    public void run(RunFolder folder, Console console) throws IOException {
        JsonFile.writeText(folder.recipe(), recipe.toYaml());
        PhaseTimes times = new PhaseTimes();

        Measured before = before(folder, console, times);
        console.say(
                "training: %s, %d steps of %s, %d problems",
                recipe.method(),
                recipe.steps(),
                recipe.objective().kind() == Objective.Kind.SFT
                        ? recipe.promptsPerStep() + " demonstrations"
                        : recipe.promptsPerStep() + " groups of " + recipe.groupSize(),
                task.training().size());
        train(folder, console, times);
        save(folder);
        console.say("examining the model after training");
        Measured after = examine(console, times);

        TextTable table = new TextTable().row("solved, 95 % interval", "before", "after");
        List<RunResult.ExaminedTwice> sets = new ArrayList<>();
        for (int i = 0; i < before.sets().size(); i++) {
            Measured.Set first = before.sets().get(i);
            Measured.Set last = after.sets().get(i);
            table.row(first.name(), first.accuracy().text(), last.accuracy().text());
            sets.add(new RunResult.ExaminedTwice(first.name(), first.count(), last.count()));
        }
        console.say("%n%s", table);
        Files.writeString(folder.table(), table.toString());
        boolean drawn = draw(folder, console);
        HtmlReport.of(List.of(folder.path())).write(folder.report());
        Compute compute = parts.compute();
        long parameters = ((CausalLm) loaded.model().getBlock()).multipliedParameters();
        new RunResult(
                        ModelFingerprint.of(loaded.directory()),
                        task.fingerprint(),
                        sets,
                        compute,
                        compute.flops(parameters))
                .write(folder.result());
        console.say("time         %s", times);
        if (Files.exists(folder.adapter())) {
            console.say("adapter      %s", folder.adapter());
        }
        if (Files.exists(folder.checkpoint())) {
            console.say("model        %s", folder.checkpoint());
        }
        console.say("every step   %s", folder.metrics());
        if (drawn) {
            console.say("curves       %s", folder.curves());
        }
        console.say("report       %s", folder.report());
        console.say("settings     %s", folder.recipe());
        console.say("this table   %s", folder.table());
    }

    private void save(RunFolder folder) throws IOException {
        if (recipe.lora().adapter().isPresent()) {
            String base = loaded.directory().toAbsolutePath().toString();
            CausalLanguageModel.saveAdapter(loaded.model(), folder.adapter(), base);
            if (!recipe.lora().merged()) {
                return;
            }
            CausalLanguageModel.mergeAdapter(loaded.model());
        }
        loaded.save(folder.checkpoint());
    }

    private void saveBest(RunFolder folder) throws IOException {
        if (recipe.lora().adapter().isPresent()) {
            String base = loaded.directory().toAbsolutePath().toString();
            CausalLanguageModel.saveAdapter(loaded.model(), folder.best(), base);
        } else {
            loaded.save(folder.best());
        }
    }

    private Measured before(RunFolder folder, Console console, PhaseTimes times)
            throws IOException {
        if (Files.exists(folder.before())) {
            return Measured.read(folder.before());
        }
        console.say("examining the model before training");
        Measured before = examine(console, times);
        before.write(folder.before());
        return before;
    }

    private Measured examine(Console console, PhaseTimes times) {
        long begin = System.nanoTime();
        List<ExaminedSet> examined = examination.run(console);
        times.add(Phase.EXAMINING, (System.nanoTime() - begin) / 1e9);
        return Measured.of(examined);
    }

    private void train(RunFolder folder, Console console, PhaseTimes times) throws IOException {
        CausalLm block = (CausalLm) loaded.model().getBlock();
        block.recompute(recipe.recompute());
        recipe.lora()
                .adapter()
                .ifPresent(
                        lora ->
                                CausalLanguageModel.addAdapter(
                                        loaded.model(), lora, recipe.seed()));
        int rowEvery = Math.max(1, recipe.steps() / SHOWN_STEPS);
        RunCheckpoints checkpoints =
                new RunCheckpoints(folder.checkpoints(), recipe.safety().checkpointsKept());
        Optional<RunCheckpoint> latest = checkpoints.latest();
        Checkpointing checkpointing =
                new Checkpointing(checkpoints, recipe.safety().checkpointEvery());
        try (MetricsListener metrics =
                        new MetricsListener(
                                JsonLinesSink.metrics(folder.metrics()),
                                JsonLinesSink.timings(folder.timings()),
                                new CsvSink(folder.spreadsheet()),
                                new TensorBoardSink(folder.tensorBoard()),
                                new ConsoleSink(
                                        recipe.steps(),
                                        rowEvery,
                                        row -> console.say("%s", row),
                                        console::pass),
                                times);
                CompletionsFile completions =
                        new CompletionsFile(
                                folder.completions(),
                                loaded.encoder(recipe.sampling()),
                                rowEvery,
                                SHOWN_RESPONSES);
                ModelValidation validation =
                        ModelValidation.open(
                                recipe.validation(),
                                examination,
                                folder.validations(),
                                () -> saveBest(folder));
                LuffyTrainer trainer =
                        new LuffyTrainer(
                                loaded.model(),
                                parts.config()
                                        .addTrainingListeners(metrics, completions)
                                        .addTrainingListeners(validation.listeners())
                                        .addTrainingListeners(checkpointing),
                                recipe.optimizer().maxGradNorm())) {
            trainer.initialize(new Shape(1, 1));
            ResumableTraining training =
                    new ResumableTraining(
                            trainer, parts.batches(), validation.listener(), recipe.toYaml());
            if (latest.isPresent()) {
                RunCheckpoint checkpoint = latest.get();
                long step = checkpoint.state().step();
                checkpoint.restore(training);
                metrics.resumeAfter(step);
                completions.resumeAfter(step);
                validation.resumeAfter(step);
                console.say("going on behind step %d", step);
            }
            checkpointing.begin(training);
            EasyTrain.fit(trainer, 1, parts.batches(), null);
        } catch (EarlyStoppedException e) {
            console.say("training ends early: %s", String.valueOf(e.getMessage()));
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        } catch (UncheckedIOException e) {
            throw new IOException(
                    "%s; once that is mended, 'luffy train --resume %s' goes on"
                            .formatted(e.getMessage(), folder.path()),
                    e);
        }
    }

    /** The picture comes last, and may fail: all else is worth more. */
    private boolean draw(RunFolder folder, Console console) {
        try {
            String title = recipe.method() + ", " + task.name();
            Picture.ofRun(title, folder.path()).write(folder.curves());
            return true;
        } catch (IOException e) {
            console.say("no picture of the curves: %s", e);
            return false;
        }
    }

    /** Frees the reference model; the trained one is the caller's. */
    @Override
    public void close() {
        parts.close();
    }
}
