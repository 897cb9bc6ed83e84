package io.github.luffyrl.djl;

import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.listener.TrainingListener;
import io.github.luffyrl.djl.dataset.ResumableDataset;
import io.github.luffyrl.djl.evaluation.Evaluation;
import io.github.luffyrl.djl.listener.CompletionsFile;
import io.github.luffyrl.djl.listener.JsonLinesSink;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.problem.ProblemEncoder;
import io.github.luffyrl.djl.recipe.Recipe;
import io.github.luffyrl.djl.recipe.Safety;
import io.github.luffyrl.djl.recipe.ValidationSettings;
import io.github.luffyrl.djl.run.LoadedModel;
import io.github.luffyrl.djl.run.MetricsFiles;
import io.github.luffyrl.djl.run.RunCheckpoints;
import io.github.luffyrl.djl.run.RunFolder;
import io.github.luffyrl.djl.run.TrainingParts;
import io.github.luffyrl.djl.run.TrainingSession;
import io.github.luffyrl.djl.run.Validation;
import io.github.luffyrl.djl.run.ValidationScore;
import io.github.luffyrl.djl.trainer.BatchGradient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a run, from the latest checkpoint on, with everything that follows them. */
final class TrainingLoop {

    private static final int SHOWN_STEPS = 20;
    private static final int SHOWN_RESPONSES = 8;

    private final LuffyTraining training;
    private final TrainingParts parts;
    private final Recipe recipe;
    private final RunFolder folder;
    private final LoadedModel loaded;
    private final ProblemEncoder encoder;
    private final Evaluation evaluation;

    /** What is trained on before the dataset. */
    record WarmStart(TrainingParts parts, ResumableDataset dataset) {}

    TrainingLoop(
            LuffyTraining training,
            LoadedModel loaded,
            ProblemEncoder encoder,
            Evaluation evaluation) {
        this.training = training;
        parts = training.parts();
        recipe = parts.recipe();
        folder = training.folder();
        this.loaded = loaded;
        this.encoder = encoder;
        this.evaluation = evaluation;
    }

    /** Returns the number of the last step. */
    long run(ResumableDataset dataset, @Nullable WarmStart warmStart) throws IOException {
        RunListener listener = training.runListener();
        listener.onPhase(RunListener.Phase.TRAINING);
        parts.prepare(loaded.model());
        try (TrainingSession session = session(dataset, warmStart)) {
            if (session.resumedAfter() > 0) {
                listener.onResume(session.resumedAfter());
            }
            session.fit().ifPresent(listener::onEarlyStop);
            return session.trainer().state().step();
        }
    }

    private TrainingSession session(ResumableDataset dataset, @Nullable WarmStart warmStart)
            throws IOException {
        Safety safety = parts.get(Safety.class);
        DefaultTrainingConfig config =
                parts.config(loaded.model())
                        .addTrainingListeners(listeners().toArray(TrainingListener[]::new));
        TrainingSession.Builder builder =
                TrainingSession.builder(loaded.model(), config, dataset)
                        .optCheckpoints(
                                new RunCheckpoints(folder.checkpoints(), safety.checkpointsKept()),
                                safety.checkpointEvery())
                        .optMaxGradientNorm(recipe.optimizer().maxGradNorm())
                        .optGradient(parts.get(BatchGradient.class))
                        .optSettings(recipe.toYaml());
        if (warmStart != null) {
            TrainingParts first = warmStart.parts();
            builder.optWarmStart(
                    first.config(loaded.model()),
                    warmStart.dataset(),
                    first.recipe().optimizer().maxGradNorm());
        }
        return builder.open();
    }

    /** Those that write files come last, so that the user's see each step first. */
    private List<TrainingListener> listeners() throws IOException {
        List<TrainingListener> listeners = new ArrayList<>(training.listeners());
        List<MetricsSink> sinks = new ArrayList<>(parts.get(MetricsFiles.class).open(folder));
        sinks.addAll(training.sinks());
        listeners.add(new MetricsListener(sinks.toArray(MetricsSink[]::new)));
        int every = Math.max(1, recipe.totalSteps() / SHOWN_STEPS);
        listeners.add(new CompletionsFile(folder.completions(), encoder, every, SHOWN_RESPONSES));
        ValidationSettings settings = parts.get(ValidationSettings.class);
        if (settings.every().isPresent()) {
            listeners.add(validation(settings));
        }
        return listeners;
    }

    private Validation validation(ValidationSettings settings) throws IOException {
        Evaluation first = evaluation.ofFirst(settings.problems(), settings.temperature());
        ValidationScore score = parts.get(ValidationScore.class);
        TrainedModel model = new TrainedModel(parts, loaded);
        return new Validation(
                settings.every().orElseThrow(),
                settings.patience().orElse(Integer.MAX_VALUE),
                () -> score.rates(first),
                () -> model.saveBest(folder.best()),
                JsonLinesSink.metrics(folder.validations()));
    }
}
