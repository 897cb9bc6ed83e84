package io.github.luffyrl.djl;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.djl.credit.AuxiliaryModels;
import io.github.luffyrl.djl.dataset.ResumableDataset;
import io.github.luffyrl.djl.dataset.RolloutDataset;
import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.evaluation.EvaluatedSet;
import io.github.luffyrl.djl.evaluation.Evaluation;
import io.github.luffyrl.djl.model.Precision;
import io.github.luffyrl.djl.model.Recomputation;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.Preflight;
import io.github.luffyrl.djl.run.RunFile;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.djl.run.RunIdentity;
import io.github.luffyrl.djl.run.RunLock;
import io.github.luffyrl.djl.run.TrainingFailedException;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.run.TrainingSlot;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run whose model is loaded and whose problems are checked, step by step: {@link
 * #evaluateBefore}, {@link #train}, {@link #save}, {@link #evaluateAfter}, {@link #result}. Each
 * can be left out but those that the next one needs.
 */
public final class PreparedTraining implements AutoCloseable {

    private final LuffyTraining training;
    private final TrainingParts parts;
    private final Recipe recipe;
    private final RunFolder folder;
    private final LoadedModel loaded;
    private final ProblemEncoder encoder;
    private final RunIdentity identity;
    private final TrainingLoop.@Nullable WarmStart warmStart;
    private final ResumableDataset dataset;
    private final Evaluation evaluation;
    private final AuxiliaryModels auxiliaries;
    private @Nullable Map<String, Accuracy> before;
    private @Nullable Map<String, Accuracy> after;
    private @Nullable RunLock lock;
    private long steps;

    PreparedTraining(LuffyTraining training) throws IOException {
        TrainingSlot.requireFree();
        this.training = training;
        parts = training.parts();
        recipe = parts.recipe();
        folder = training.folder();
        folder.requireRunOrEmpty();
        if (folder.begun() && !finished()) {
            lock = RunLock.of(folder.path());
        }
        LoadedModel given = training.loaded();
        try {
            loaded = given == null ? LoadedModel.open(training.directory()) : given;
        } catch (IOException | RuntimeException | Error e) {
            unlock();
            throw e;
        }
        auxiliaries =
                new AuxiliaryModels(
                        loaded.directory(),
                        loaded.model().getNDManager().getDevice(),
                        parts.get(Recomputation.class),
                        parts.get(Precision.class));
        try {
            encoder = dated(parts.encoder(loaded));
            ProblemSource.Read problems = training.source().read(encoder);
            Preflight preflight = new Preflight(recipe, loaded.block().config());
            preflight.check(encoder, problems.training(), problems.sets());
            if (!finished()) {
                preflight.requireSpace(folder.path(), loaded.weights());
            }
            identity =
                    new RunIdentity(
                            LoadedModel.fingerprint(loaded.directory()), problems.fingerprint());
            if (folder.begun()) {
                identity.check(folder, recipe.toYaml());
            }
            warmStart = warmStart(problems.training());
            dataset = dataset(problems);
            evaluation = parts.evaluation(loaded.model(), encoder, problems.sets());
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private TrainingLoop.@Nullable WarmStart warmStart(List<Problem> problems) {
        return parts.warmStart()
                .map(
                        first ->
                                new TrainingLoop.WarmStart(
                                        first,
                                        first.demonstrations(loaded.model(), encoder, problems)
                                                .optComputeSpent(training.spent())
                                                .build()))
                .orElse(null);
    }

    /** A resumed run has the prompts, and so the date, that it was begun with. */
    private ProblemEncoder dated(ProblemEncoder today) throws IOException {
        if (!Files.exists(folder.promptTime())) {
            return today;
        }
        String time = Files.readString(folder.promptTime()).strip();
        try {
            return today.at(LocalDateTime.parse(time));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    folder.promptTime() + ": '" + time + "' is no local time, as a run writes it",
                    e);
        }
    }

    private ResumableDataset dataset(ProblemSource.Read problems) throws IOException {
        if (parts.supervised()) {
            return parts.demonstrations(loaded.model(), encoder, problems.training())
                    .optComputeSpent(training.spent())
                    .build();
        }
        RolloutDataset.Builder rollouts =
                parts.rollouts(loaded.model(), encoder, problems.training())
                        .optComputeSpent(training.spent());
        return parts.withModels(rollouts, auxiliaries).build();
    }

    /**
     * Returns whether the folder holds the result of this run already.
     *
     * @return true for a run that is not to be run again
     */
    public boolean finished() {
        return Files.exists(folder.result());
    }

    /**
     * Runs all steps, unless the run is finished.
     *
     * @return the result
     * @throws IOException when something cannot be read or written; an {@link
     *     InterruptedIOException} if the thread is interrupted
     * @throws IllegalStateException if another training runs in this JVM
     * @throws TrainingFailedException if it fails in another way, {@link Error}s included; the
     *     trace is in the folder
     */
    public TrainingResult run() throws IOException {
        if (finished()) {
            return result();
        }
        TrainingSlot alone = TrainingSlot.take();
        try (alone) {
            evaluateBefore();
            train();
            save();
            evaluateAfter();
            return result();
        } catch (IOException | RuntimeException | Error e) {
            if (Thread.currentThread().isInterrupted() && e instanceof Exception) {
                throw interrupted(e);
            }
            if (e instanceof IllegalArgumentException
                    || e instanceof UncheckedIOException
                    || e instanceof IOException) {
                throw e;
            }
            throw TrainingFailedException.of(folder, e);
        }
    }

    private IOException interrupted(Throwable cause) {
        InterruptedIOException interrupted =
                new InterruptedIOException(
                        "interrupted; the run in "
                                + folder.path()
                                + " resumes from its latest checkpoint when it is started again");
        interrupted.initCause(cause);
        return interrupted;
    }

    /**
     * Creates the folder of a new run, with its recipe. Each step does so, too.
     *
     * @throws IOException when it cannot be written, or another process uses it
     */
    public void begin() throws IOException {
        if (lock == null) {
            lock = RunLock.of(folder.path());
        }
        identity.claim(folder, recipe.toYaml());
        Optional<LocalDateTime> time = encoder.template().time();
        if (time.isPresent() && !Files.exists(folder.promptTime())) {
            RunFile.writeText(folder.promptTime(), time.get() + "\n");
        }
    }

    /**
     * Evaluates the model before training, or reads what an earlier start measured.
     *
     * @return accuracies by name of the set
     * @throws IOException when the folder cannot be read or written
     */
    public Map<String, Accuracy> evaluateBefore() throws IOException {
        begin();
        if (Files.exists(folder.before())) {
            before = RunFile.read(folder.before(), new TypeReference<Map<String, Accuracy>>() {});
        } else {
            before = evaluate(RunListener.Phase.EVALUATION_BEFORE);
            RunFile.write(folder.before(), before);
        }
        return before;
    }

    /**
     * Trains the model, from the latest checkpoint if there is one.
     *
     * @throws IOException when a checkpoint is damaged, or a file cannot be written
     */
    public void train() throws IOException {
        begin();
        steps = new TrainingLoop(training, loaded, encoder, evaluation).run(dataset, warmStart);
    }

    /**
     * Saves the trained model in the layout that it came in and the type of {@code
     * safety.savedType}; an adapter by itself, and merged into the model if the recipe says so. The
     * model then has the weights as they are saved: bfloat16 and float16 round them.
     *
     * @throws IOException when it cannot be written
     */
    public void save() throws IOException {
        new TrainedModel(parts, loaded).save(folder, training.runListener());
    }

    /**
     * Evaluates the model with the weights that it has now.
     *
     * @return accuracies by name of the set
     */
    public Map<String, Accuracy> evaluateAfter() {
        after = evaluate(RunListener.Phase.EVALUATION_AFTER);
        return after;
    }

    private Map<String, Accuracy> evaluate(RunListener.Phase phase) {
        training.runListener().onPhase(phase);
        Map<String, Accuracy> accuracies = new LinkedHashMap<>();
        for (EvaluatedSet set : evaluation.run(1, training.runListener())) {
            accuracies.put(set.name(), set.accuracy());
        }
        return accuracies;
    }

    /**
     * Returns the result, and writes it if it is new.
     *
     * @return the result
     * @throws IOException when it cannot be read or written
     * @throws IllegalStateException if the model was not evaluated before and after
     */
    public TrainingResult result() throws IOException {
        if (finished()) {
            return TrainingResult.read(folder);
        }
        Map<String, Accuracy> first = before;
        Map<String, Accuracy> last = after;
        if (first == null || last == null) {
            throw new IllegalStateException("a result needs evaluateBefore and evaluateAfter");
        }
        List<TrainingResult.EvaluatedTwice> sets = new ArrayList<>();
        last.forEach(
                (name, accuracy) ->
                        sets.add(
                                new TrainingResult.EvaluatedTwice(
                                        name, Objects.requireNonNull(first.get(name)), accuracy)));
        Compute compute = dataset.compute();
        TrainingResult result =
                new TrainingResult(
                        folder,
                        new TrainingResult.Report(
                                identity.model(),
                                identity.data(),
                                sets,
                                steps,
                                compute,
                                compute.flops(loaded.block().multipliedParameters())));
        result.write();
        return result;
    }

    /** Frees the models, except one that the caller gave. */
    @Override
    public void close() {
        auxiliaries.close();
        if (training.loaded() == null) {
            loaded.close();
        }
        unlock();
    }

    private void unlock() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
