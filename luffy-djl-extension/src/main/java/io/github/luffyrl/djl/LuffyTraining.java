package io.github.luffyrl.djl;

import ai.djl.training.listener.TrainingListener;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.reward.RewardFunction;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.djl.run.TrainingParts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model by a recipe, with accuracy before and after, into a folder.
 *
 * <pre>{@code
 * TrainingResult result =
 *         LuffyTraining.of(Recipe.of(Method.LUFFY).with("optimizer.learningRate", 1e-6))
 *                 .model(Path.of("Qwen2.5-0.5B-Instruct"))
 *                 .problems(Path.of("train.jsonl"))
 *                 .output(Path.of("runs/mine"))
 *                 .run();
 * }</pre>
 *
 * <p>Started again with the same folder, a run that was killed resumes from its latest checkpoint
 * and ends with the same weights, and a finished one returns its result. {@link #prepare} gives the
 * same in steps.
 */
public final class LuffyTraining {

    private TrainingParts parts;
    private @Nullable Path directory;
    private @Nullable LoadedModel loaded;
    private @Nullable Path output;
    private List<Problem> problems = List.of();
    private List<Problem> heldOut = List.of();
    private List<String> problemFiles = List.of();
    private List<String> heldOutFiles = List.of();
    private @Nullable Map<String, List<Problem>> sets;
    private Compute spent = Compute.ZERO;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private final List<MetricsSink> sinks = new ArrayList<>();
    private RunListener runListener = new RunListener() {};

    private LuffyTraining(TrainingParts parts) {
        this.parts = parts;
    }

    /**
     * Begins with a recipe.
     *
     * @param recipe every setting
     * @return a training without model and problems
     */
    public static LuffyTraining of(Recipe recipe) {
        return of(TrainingParts.of(recipe));
    }

    /**
     * Begins with parts, some of which may be replaced.
     *
     * @param parts of the training
     * @return a training without model and problems
     */
    public static LuffyTraining of(TrainingParts parts) {
        return new LuffyTraining(parts);
    }

    /**
     * Sets the model.
     *
     * @param model a Hugging Face directory of the Qwen2, Qwen2.5, Qwen3 or Llama 3 architecture
     * @return this training
     */
    public LuffyTraining model(Path model) {
        directory = model;
        loaded = null;
        return this;
    }

    /**
     * Sets a model that is loaded already. Its weights change; the caller closes it.
     *
     * @param model as it is before training
     * @return this training
     */
    public LuffyTraining model(LoadedModel model) {
        loaded = model;
        directory = model.directory();
        return this;
    }

    /**
     * Sets the problems to train on.
     *
     * @param files JSON Lines or Parquet, or folders of such files
     * @return this training
     */
    public LuffyTraining problems(Path... files) {
        return problemFiles(Arrays.stream(files).map(Path::toString).toList());
    }

    /**
     * Sets the problems to train on.
     *
     * @param locations files, folders, or patterns such as {@code data/train-*.parquet}
     * @return this training
     */
    public LuffyTraining problemFiles(List<String> locations) {
        problemFiles = List.copyOf(locations);
        problems = List.of();
        return this;
    }

    /**
     * Sets the problems to train on.
     *
     * @param training at least one
     * @return this training
     */
    public LuffyTraining problems(List<Problem> training) {
        problems = List.copyOf(training);
        problemFiles = List.of();
        return this;
    }

    /**
     * Sets held-out problems to measure accuracy on, in addition to those that are trained on.
     *
     * @param files JSON Lines or Parquet, or folders of such files
     * @return this training
     */
    public LuffyTraining heldOut(Path... files) {
        return heldOutFiles(Arrays.stream(files).map(Path::toString).toList());
    }

    /**
     * Sets held-out problems to measure accuracy on, in addition to those that are trained on.
     *
     * @param locations files, folders, or patterns
     * @return this training
     */
    public LuffyTraining heldOutFiles(List<String> locations) {
        heldOutFiles = List.copyOf(locations);
        heldOut = List.of();
        return this;
    }

    /**
     * Sets held-out problems to measure accuracy on, in addition to those that are trained on.
     *
     * @param held not trained on
     * @return this training
     */
    public LuffyTraining heldOut(List<Problem> held) {
        heldOut = List.copyOf(held);
        heldOutFiles = List.of();
        return this;
    }

    /**
     * Sets what accuracy is measured on, instead of the first problems of the training set and of
     * those held out.
     *
     * @param named problems by name of the set
     * @return this training
     */
    public LuffyTraining evaluateOn(Map<String, List<Problem>> named) {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        return this;
    }

    /**
     * Sets the reward, instead of the one that the recipe names.
     *
     * @param reward scores responses
     * @return this training
     * @throws IllegalArgumentException if the recipe names another one than the default
     */
    public LuffyTraining reward(RewardFunction reward) {
        parts.requireNoNamedReward();
        return with(RewardFunction.class, reward);
    }

    /**
     * Replaces a part of the training.
     *
     * @param <T> the part
     * @param part its type, one of {@link TrainingParts#types}
     * @param replacement takes its place
     * @return this training
     */
    public <T> LuffyTraining with(Class<T> part, T replacement) {
        parts = parts.with(part, replacement);
        return this;
    }

    /**
     * Adds listeners to the trainer.
     *
     * @param more DJL listeners; those of luffy's own kinds receive more events
     * @return this training
     */
    public LuffyTraining listener(TrainingListener... more) {
        listeners.addAll(List.of(more));
        return this;
    }

    /**
     * Adds places for the metrics of each step.
     *
     * @param more closed at the end of the training
     * @return this training
     */
    public LuffyTraining sink(MetricsSink... more) {
        sinks.addAll(List.of(more));
        return this;
    }

    /**
     * Sets the listener for the phases of the run.
     *
     * @param listener called at each phase
     * @return this training
     */
    public LuffyTraining follow(RunListener listener) {
        runListener = listener;
        return this;
    }

    /**
     * Sets what was spent before, such as on collecting demonstrations.
     *
     * @param compute added to that of the run
     * @return this training
     */
    public LuffyTraining spent(Compute compute) {
        spent = compute;
        return this;
    }

    /**
     * Sets where the run's files go.
     *
     * @param folder new or empty, or of an earlier start of this run
     * @return this training
     */
    public LuffyTraining output(Path folder) {
        output = folder;
        return this;
    }

    /**
     * Prepares the run: loads the model, reads and checks all problems, and looks into the folder.
     *
     * @return the steps of the run
     * @throws IOException when something cannot be read, or the folder holds something else
     * @throws IllegalArgumentException if the folder holds a run of another recipe, model or
     *     problems, or a problem does not fit
     */
    public PreparedTraining prepare() throws IOException {
        return new PreparedTraining(this);
    }

    /**
     * Runs everything: evaluates, trains, saves the model, evaluates again.
     *
     * @return the result
     * @throws IOException when something cannot be read or written
     * @throws IllegalArgumentException as {@link #prepare}
     */
    public TrainingResult run() throws IOException {
        try (PreparedTraining run = prepare()) {
            return run.run();
        }
    }

    TrainingParts parts() {
        return parts;
    }

    Path directory() {
        return Objects.requireNonNull(directory, "LuffyTraining.model(..) is missing");
    }

    @Nullable LoadedModel loaded() {
        return loaded;
    }

    RunFolder folder() {
        return new RunFolder(Objects.requireNonNull(output, "LuffyTraining.output(..) is missing"));
    }

    ProblemSource source() {
        return new ProblemSource(
                problems, problemFiles, heldOut, heldOutFiles, sets, parts, runListener);
    }

    Compute spent() {
        return spent;
    }

    List<TrainingListener> listeners() {
        return List.copyOf(listeners);
    }

    List<MetricsSink> sinks() {
        return List.copyOf(sinks);
    }

    RunListener runListener() {
        return runListener;
    }
}
