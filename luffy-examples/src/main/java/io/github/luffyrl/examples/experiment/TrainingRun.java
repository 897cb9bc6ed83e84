package io.github.luffyrl.examples.experiment;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import io.github.luffyrl.djl.dataset.DemonstrationDataset;
import io.github.luffyrl.djl.dataset.ProblemEncoder;
import io.github.luffyrl.djl.dataset.RolloutDatasetBuilder;
import io.github.luffyrl.djl.listener.CompletionsFile;
import io.github.luffyrl.djl.listener.ConsoleSink;
import io.github.luffyrl.djl.listener.CsvSink;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.StepRecord;
import io.github.luffyrl.djl.listener.TensorBoardSink;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.model.CausalLanguageModel;
import io.github.luffyrl.djl.model.CausalLm;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.rollout.ModelPolicy;
import io.github.luffyrl.djl.rollout.ModelScorer;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.examples.experiment.RunResult.Count;
import io.github.luffyrl.examples.recipe.Objective;
import io.github.luffyrl.examples.recipe.Optimization;
import io.github.luffyrl.examples.recipe.Recipe;
import io.github.luffyrl.examples.report.Accuracy;
import io.github.luffyrl.examples.report.Console;
import io.github.luffyrl.examples.report.Curve;
import io.github.luffyrl.examples.report.HtmlReport;
import io.github.luffyrl.examples.report.ResultTable;
import io.github.luffyrl.examples.report.RunData;
import io.github.luffyrl.examples.report.TrainingCurves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The main job: examine, train, examine again, save. */
public final class TrainingRun implements AutoCloseable {

    private static final int SHOWN_STEPS = 20;
    private static final int SHOWN_RESPONSES = 8;

    private final Recipe recipe;
    private final Task task;
    private final LoadedModel loaded;
    private final @Nullable Model reference;
    private final Dataset batches;
    private final Examination examination;

    private TrainingRun(Recipe recipe, Task task, LoadedModel loaded, @Nullable Model reference) {
        this.recipe = recipe;
        this.task = task;
        this.loaded = loaded;
        this.reference = reference;
        batches = batches();
        examination = Examination.prepare(recipe, task, loaded);
    }

    /**
     * Prepares the job, and checks all problems.
     *
     * @param recipe every setting
     * @param task the problems and their reward
     * @param loaded the model to train
     * @return the job
     * @throws IllegalArgumentException if a problem is too long
     * @throws IOException when the reference model of a KL term cannot be read
     */
    public static TrainingRun prepare(Recipe recipe, Task task, LoadedModel loaded)
            throws IOException {
        Model reference =
                recipe.objective().kl().coefficient() > 0
                        ? CausalLanguageModel.load(loaded.directory())
                        : null;
        return new TrainingRun(recipe, task, loaded, reference);
    }

    /**
     * Runs the job.
     *
     * @param folder what is kept
     * @param console what the user sees
     * @throws IOException when the results cannot be written
     */
    public void run(RunFolder folder, Console console) throws IOException {
        Files.writeString(folder.recipe(), recipe.toYaml());
        PhaseTimes times = new PhaseTimes();

        console.say("examining the model before training");
        List<ExaminedSet> before = examine(console, times);
        console.say(
                "training: %s, %d steps of %s, %d problems",
                recipe.method(),
                recipe.steps(),
                recipe.objective().kind() == Objective.Kind.SFT
                        ? recipe.promptsPerStep() + " demonstrations"
                        : recipe.promptsPerStep() + " groups of " + recipe.groupSize(),
                task.training().size());
        TrainingCurves curves = train(folder, console, times);
        save(folder);
        console.say("examining the model after training");
        List<ExaminedSet> after = examine(console, times);

        ResultTable table = new ResultTable(List.of("before", "after"));
        List<RunResult.ExaminedTwice> sets = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            String name = before.get(i).name();
            Accuracy first = before.get(i).accuracy();
            Accuracy last = after.get(i).accuracy();
            table.row(name, first, last);
            sets.add(new RunResult.ExaminedTwice(name, Count.of(first), Count.of(last)));
        }
        console.say("%n%s", table);
        Files.writeString(folder.table(), table.toString());
        boolean drawn = draw(curves, folder, console);
        new HtmlReport(List.of(RunData.read(folder.path()))).write(folder.report());
        new RunResult(ModelFingerprint.of(loaded.directory()), task.fingerprint(), sets)
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

    private Dataset batches() {
        ProblemEncoder encoder = loaded.encoder(recipe.sampling());
        if (recipe.objective().kind() == Objective.Kind.SFT) {
            return new DemonstrationDataset(
                    task.training().stream().map(encoder::encode).toList(),
                    recipe.promptsPerStep(),
                    recipe.steps(),
                    recipe.microBatchTokens(),
                    recipe.seed());
        }
        RolloutDatasetBuilder rollouts =
                Rollouts.builder(recipe, task, encoder)
                        .setPolicy(new ModelPolicy(loaded.model()))
                        .optComputeLimit(
                                recipe.flops().orElse(Double.POSITIVE_INFINITY),
                                ((CausalLm) loaded.model().getBlock()).multipliedParameters());
        if (reference != null) {
            rollouts.optReference(new ModelScorer(reference, recipe.microBatchTokens()));
        }
        return rollouts.build();
    }

    private List<ExaminedSet> examine(Console console, PhaseTimes times) {
        long begin = System.nanoTime();
        List<ExaminedSet> examined = examination.run(console);
        times.add(Phase.EXAMINING, (System.nanoTime() - begin) / 1e9);
        return examined;
    }

    private TrainingCurves train(RunFolder folder, Console console, PhaseTimes times)
            throws IOException {
        CausalLm block = (CausalLm) loaded.model().getBlock();
        block.trainEntropy(recipe.objective().entropy().coefficient() > 0);
        block.recompute(recipe.recompute());
        recipe.lora()
                .adapter()
                .ifPresent(
                        lora ->
                                CausalLanguageModel.addAdapter(
                                        loaded.model(), lora, recipe.seed()));
        TrainingCurves curves = new TrainingCurves(recipe.method() + ", " + task.name());
        int rowEvery = Math.max(1, recipe.steps() / SHOWN_STEPS);
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
                                times,
                                step -> add(curves, step));
                CompletionsFile completions =
                        new CompletionsFile(
                                folder.completions(),
                                loaded.encoder(recipe.sampling()),
                                rowEvery,
                                SHOWN_RESPONSES);
                Trainer trainer =
                        new LuffyTrainer(
                                loaded.model(),
                                config().addTrainingListeners(metrics, completions),
                                recipe.optimizer().maxGradNorm())) {
            trainer.initialize(new Shape(1, 1));
            EasyTrain.fit(trainer, 1, batches, null);
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        } catch (UncheckedIOException e) {
            throw new IOException("cannot write " + folder.metrics() + ": " + e.getMessage(), e);
        }
        return curves;
    }

    /** The picture comes last, and may fail: all else is worth more. */
    private static boolean draw(TrainingCurves curves, RunFolder folder, Console console) {
        try {
            curves.write(folder.curves());
            return true;
        } catch (IOException e) {
            console.say("no picture of the curves: %s", e);
            return false;
        }
    }

    private DefaultTrainingConfig config() {
        Optimization optimizer = recipe.optimizer();
        return new DefaultTrainingConfig(new PolicyLoss("PolicyLoss", recipe.objective().update()))
                .optDevices(new Device[] {loaded.model().getNDManager().getDevice()})
                .optOptimizer(
                        AdamW.builder()
                                .optLearningRate(warmUp(optimizer))
                                .optBetas(optimizer.betas().first(), optimizer.betas().second())
                                .optWeightDecays((float) optimizer.weightDecay())
                                .build());
    }

    private static Tracker warmUp(Optimization optimizer) {
        return update ->
                (float)
                        (optimizer.learningRate()
                                * Math.min(1, update / Math.max(1.0, optimizer.warmupSteps())));
    }

    private static void add(TrainingCurves curves, StepRecord step) {
        Map.of(
                        Curve.REWARD, MetricsListener.REWARD,
                        Curve.ON_POLICY_SOLVE_RATE, MetricsListener.ON_POLICY_SOLVED,
                        Curve.OFF_POLICY_SOLVE_RATE, MetricsListener.OFF_POLICY_SOLVED,
                        Curve.ENTROPY, MetricsListener.ENTROPY,
                        Curve.RESPONSE_LENGTH, MetricsListener.RESPONSE_TOKENS,
                        Curve.OFF_POLICY_PROBABILITY, MetricsListener.OFF_POLICY_PROBABILITY,
                        Curve.GRADIENT_NORM, MetricsListener.GRADIENT_NORM)
                .forEach(
                        (curve, name) ->
                                curves.add(
                                        curve,
                                        (int) step.step(),
                                        step.metrics().getOrDefault(name, Double.NaN)));
    }

    /** Frees the reference model; the trained one is the caller's. */
    @Override
    public void close() {
        if (reference != null) {
            reference.close();
        }
    }
}
