package io.github.luffyrl.djl.run;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.EarlyStoppingListener.EarlyStoppedException;
import ai.djl.training.listener.TrainingListener;
import ai.djl.translate.TranslateException;
import io.github.luffyrl.core.metric.Compute;
import io.github.luffyrl.djl.dataset.ResumableDataset;
import io.github.luffyrl.djl.listener.ResumableListener;
import io.github.luffyrl.djl.optimizer.AdamW;
import io.github.luffyrl.djl.trainer.BatchGradient;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.djl.trainer.TrainerState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training that can be interrupted: trainer, dataset, listeners and checkpoints. Opened with the
 * checkpoints of an earlier session it resumes from the latest: weights, optimizer, dataset,
 * validation, and the files of all {@link ResumableListener}s. The result is the same, bit for bit,
 * as without the interruption.
 *
 * <pre>{@code
 * try (TrainingSession session =
 *         TrainingSession.builder(model, config, rollouts)
 *                 .optCheckpoints(new RunCheckpoints(folder.resolve("checkpoints"), 2), 20)
 *                 .open()) {
 *     EasyTrain.fit(session.trainer(), 1, rollouts, null);
 * }
 * }</pre>
 */
public final class TrainingSession implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(TrainingSession.class);

    /** Steps with a loss, an optimizer and a dataset of their own. */
    private record Phase(
            DefaultTrainingConfig config,
            ResumableDataset dataset,
            double maxGradientNorm,
            BatchGradient gradient) {}

    private final Model model;
    private final List<Phase> phases;
    private final String settings;
    private final List<ResumableListener> files;
    private final @Nullable Validation validation;
    private final @Nullable Checkpointing checkpointing;
    private final long resumedAfter;
    private final @Nullable RunLock lock;
    private int phase;
    private LuffyTrainer trainer;

    private TrainingSession(Builder builder, @Nullable RunLock lock) throws IOException {
        this.lock = lock;
        model = builder.model;
        settings = builder.settings;
        files = having(builder.config, ResumableListener.class);
        validation = having(builder.config, Validation.class).stream().findFirst().orElse(null);
        Optional<RunCheckpoint> latest = Optional.empty();
        if (builder.checkpoints == null) {
            checkpointing = null;
        } else {
            latest = builder.checkpoints.latest();
            checkpointing = new Checkpointing(builder.checkpoints, builder.every);
            // the last: files are written before it
            builder.config.addTrainingListeners(checkpointing);
        }
        phases = builder.phases();
        phase = // that of another run is refused below
                latest.map(checkpoint -> Math.min(checkpoint.state().phase(), phases.size() - 1))
                        .orElse(0);
        trainer = newTrainer();
        try {
            if (latest.isPresent()) {
                latest.get().restore(training());
                for (ResumableListener file : files) {
                    file.resumeAfter(latest.get().state().step());
                }
            }
            resumedAfter = trainer.state().step();
            beginCheckpointing();
        } catch (IOException | RuntimeException e) {
            trainer.close();
            throw e;
        }
    }

    private LuffyTrainer newTrainer() {
        LuffyTrainer made =
                new LuffyTrainer(model, current().config(), current().maxGradientNorm());
        made.initialize(new Shape(1, 1));
        return made;
    }

    private Phase current() {
        return phases.get(phase);
    }

    private ResumableTraining training() {
        return new ResumableTraining(trainer, current().dataset(), validation, settings, phase);
    }

    private void beginCheckpointing() {
        if (checkpointing != null) {
            checkpointing.begin(training());
        }
    }

    private static <T> List<T> having(DefaultTrainingConfig config, Class<T> type) {
        return config.getTrainingListeners().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /**
     * Begins a session.
     *
     * @param model to be trained
     * @param config loss, optimizer and listeners; one of them may be a {@link Validation}
     * @param dataset to train on
     * @return a builder
     */
    public static Builder builder(
            Model model, DefaultTrainingConfig config, ResumableDataset dataset) {
        return new Builder(model, config, dataset);
    }

    /**
     * Returns the trainer.
     *
     * @return initialized, and where the latest checkpoint left it; that of the warm start until it
     *     is over
     */
    public LuffyTrainer trainer() {
        return trainer;
    }

    /**
     * Returns the step of the checkpoint that this session resumed from.
     *
     * @return 0 for a new training
     */
    public long resumedAfter() {
        return resumedAfter;
    }

    /**
     * Trains for one pass over the dataset, or what is left of it, after the warm start if there is
     * one.
     *
     * @return why the training ended early, if it did
     * @throws IOException when a listener cannot write its file
     * @throws IllegalStateException if another training runs in this JVM
     */
    public Optional<String> fit() throws IOException {
        TrainingSlot slot = TrainingSlot.train();
        try {
            fitPhase();
            while (phase < phases.size() - 1) {
                beginNextPhase();
                fitPhase();
            }
            return Optional.empty();
        } catch (EarlyStoppedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (TranslateException e) {
            throw new IllegalStateException("a rollout cannot be translated", e);
        } catch (UncheckedIOException e) {
            throw new IOException(
                    e.getMessage() + "; fix this and start again: training then resumes", e);
        } finally {
            slot.close();
        }
    }

    /** As {@link EasyTrain#fit}, with any computation of the gradient. */
    private void fitPhase() throws IOException, TranslateException {
        for (Batch batch : trainer.iterateDataset(current().dataset())) {
            try (batch) {
                current().gradient().backward(trainer, batch);
                trainer.step();
            }
        }
        trainer.notifyListeners(listener -> listener.onEpoch(trainer));
    }

    /** The weights stay, the optimizer is a new one; steps and compute count on. */
    private void beginNextPhase() {
        TrainerState state = trainer.state();
        Compute spent = current().dataset().compute();
        trainer.close();
        if (trainer.optimizer() instanceof AdamW warm) {
            warm.forget();
        }
        phase++;
        logger.info("the warm start is over after step {}", state.step());
        trainer = newTrainer();
        trainer.restore(state);
        ResumableDataset next = current().dataset();
        next.restore(next.state().spent(spent));
        beginCheckpointing();
    }

    /** Closes the trainer, then those of its listeners that write files. */
    @Override
    public void close() throws IOException {
        trainer.close();
        List<ResumableListener> reversed = new ArrayList<>(files);
        Collections.reverse(reversed);
        for (ResumableListener file : reversed) {
            file.close();
        }
        if (lock != null) {
            lock.close();
        }
    }

    /** Builds a session. */
    public static final class Builder {

        private final Model model;
        private final DefaultTrainingConfig config;
        private final ResumableDataset dataset;
        private @Nullable RunCheckpoints checkpoints;
        private int every = 1;
        private double maxGradientNorm = 1;
        private String settings = "";
        private @Nullable Phase warmStart;
        private BatchGradient gradient = EasyTrain::trainBatch;

        private Builder(Model model, DefaultTrainingConfig config, ResumableDataset dataset) {
            this.model = model;
            this.config = config;
            this.dataset = dataset;
        }

        /**
         * Sets where checkpoints are kept; without them nothing is resumed. The optimizer then has
         * to be {@link io.github.luffyrl.djl.optimizer.AdamW}.
         *
         * @param folder of the checkpoints
         * @param steps between two of them, at least 1
         * @return this builder
         */
        public Builder optCheckpoints(RunCheckpoints folder, int steps) {
            checkpoints = folder;
            every = steps;
            return this;
        }

        /**
         * Sets the clipping of the gradient, by default at 1.
         *
         * @param norm the gradient is scaled down to this global norm; infinity for no clipping
         * @return this builder
         */
        public Builder optMaxGradientNorm(double norm) {
            maxGradientNorm = norm;
            return this;
        }

        /**
         * Sets how the gradient of a batch is computed, by default in this process. The warm start
         * is always computed there.
         *
         * @param computation of the gradient
         * @return this builder
         */
        public Builder optGradient(BatchGradient computation) {
            gradient = computation;
            return this;
        }

        /**
         * Sets a text of the settings, which a resumed training must share; empty by default.
         *
         * @param text such as a recipe
         * @return this builder
         */
        public Builder optSettings(String text) {
            settings = text;
            return this;
        }

        /**
         * Sets what the model is trained on before the dataset, with a loss and an optimizer of its
         * own. The listeners are the same; steps are counted on, and each dataset has to count its
         * own from 1. {@link TrainingSession#fit} trains both.
         *
         * @param first loss and optimizer
         * @param demonstrations the dataset
         * @param norm the gradient is scaled down to this global norm
         * @return this builder
         */
        public Builder optWarmStart(
                DefaultTrainingConfig first, ResumableDataset demonstrations, double norm) {
            warmStart = new Phase(first, demonstrations, norm, EasyTrain::trainBatch);
            return this;
        }

        private List<Phase> phases() {
            Phase main = new Phase(config, dataset, maxGradientNorm, gradient);
            if (warmStart == null) {
                return List.of(main);
            }
            warmStart
                    .config()
                    .addTrainingListeners(
                            config.getTrainingListeners().toArray(TrainingListener[]::new));
            return List.of(warmStart, main);
        }

        /**
         * Opens the session, at its latest checkpoint if there is one.
         *
         * @return the session, to be closed by the caller; the model stays open
         * @throws IOException when a checkpoint or a file cannot be read, or another process uses
         *     the folder of the checkpoints
         * @throws IllegalArgumentException if the checkpoint is of other settings, problems or
         *     parameters
         */
        public TrainingSession open() throws IOException {
            RunLock lock = null;
            try {
                lock = checkpoints == null ? null : RunLock.of(checkpoints.folder());
                return new TrainingSession(this, lock);
            } catch (IOException | RuntimeException e) {
                if (lock != null) {
                    lock.close();
                }
                for (ResumableListener file : having(config, ResumableListener.class)) {
                    file.close();
                }
                throw e;
            }
        }
    }
}
