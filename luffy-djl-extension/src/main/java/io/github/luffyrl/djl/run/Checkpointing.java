package io.github.luffyrl.djl.run;

import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.djl.trainer.StepListener;
import io.github.luffyrl.djl.trainer.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a checkpoint every few steps, always between two rollouts. Listeners that write files come
 * before it, so that a checkpoint is never ahead of them. If one cannot be written, the failure is
 * logged as an error; training continues and tries again, as weights in memory are better than
 * none.
 */
public final class Checkpointing extends TrainingListenerAdapter implements StepListener {

    private static final Logger logger = LoggerFactory.getLogger(Checkpointing.class);

    private final RunCheckpoints checkpoints;
    private final int every;
    private @Nullable ResumableTraining training;
    private long saved;

    /**
     * Creates a listener.
     *
     * @param checkpoints where to
     * @param every how many steps lie between two checkpoints, at least 1; more where a rollout is
     *     trained on for several steps
     */
    public Checkpointing(RunCheckpoints checkpoints, int every) {
        if (every < 1) {
            throw new IllegalArgumentException("every = " + every + ", need at least 1");
        }
        this.checkpoints = checkpoints;
        this.every = every;
    }

    /**
     * Tells what is saved, as a trainer is created after its listeners.
     *
     * @param begun the training, resumed or not
     */
    public void begin(ResumableTraining begun) {
        training = begun;
        saved = begun.trainer().state().step();
    }

    @Override
    public void onStep(LuffyTrainer trainer, StepReport report) {
        if (training == null) {
            throw new IllegalStateException("call Checkpointing.begin before the first step");
        }
        if (report.step() < saved + every || !training.dataset().betweenRollouts()) {
            return;
        }
        try {
            checkpoints.save(training);
            saved = report.step();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new UncheckedIOException(e); // the training ends now
            }
            logger.error(
                    "no checkpoint of step {}: {}; training continues, and if it ends now, it can be"
                            + " resumed from step {}",
                    report.step(),
                    e.getMessage(),
                    saved);
        }
    }
}
