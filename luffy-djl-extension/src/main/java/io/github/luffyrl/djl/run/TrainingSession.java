package io.github.luffyrl.djl.run;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.listener.EarlyStoppingListener.EarlyStoppedException;
import ai.djl.translate.TranslateException;
import io.github.luffyrl.djl.dataset.ResumableDataset;
import io.github.luffyrl.djl.listener.ResumableListener;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    private final LuffyTrainer trainer;
    private final ResumableDataset dataset;
    private final List<ResumableListener> files;
    private final long resumedAfter;
    private final @Nullable RunLock lock;

    private TrainingSession(Builder builder, @Nullable RunLock lock) throws IOException {
        DefaultTrainingConfig config = builder.config;
        dataset = builder.dataset;
        files = having(config, ResumableListener.class);
        Validation validation = having(config, Validation.class).stream().findFirst().orElse(null);
        Checkpointing checkpointing = null;
        Optional<RunCheckpoint> latest = Optional.empty();
        this.lock = lock;
        if (builder.checkpoints != null) {
            latest = builder.checkpoints.latest();
            checkpointing = new Checkpointing(builder.checkpoints, builder.every);
            config.addTrainingListeners(checkpointing); // the last: files are written before it
        }
        trainer = new LuffyTrainer(builder.model, config, builder.maxGradientNorm);
        try {
            trainer.initialize(new Shape(1, 1));
            resumedAfter =
                    checkpointing == null
                            ? 0
                            : begin(builder.settings, validation, checkpointing, latest);
        } catch (IOException | RuntimeException e) {
            trainer.close();
            throw e;
        }
    }

    private long begin(
            String settings,
            @Nullable Validation validation,
            Checkpointing checkpointing,
            Optional<RunCheckpoint> latest)
            throws IOException {
        ResumableTraining training = new ResumableTraining(trainer, dataset, validation, settings);
        long step = 0;
        if (latest.isPresent()) {
            step = latest.get().state().step();
            latest.get().restore(training);
            for (ResumableListener file : files) {
                file.resumeAfter(step);
            }
        }
        checkpointing.begin(training);
        return step;
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
     * @return initialized, and where the latest checkpoint left it
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
     * Trains for one pass over the dataset, or what is left of it.
     *
     * @return why the training ended early, if it did
     * @throws IOException when a listener cannot write its file
     * @throws IllegalStateException if another training runs in this JVM
     */
    public Optional<String> fit() throws IOException {
        TrainingSlot slot = TrainingSlot.take();
        try {
            EasyTrain.fit(trainer, 1, dataset, null);
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
