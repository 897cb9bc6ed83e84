package io.github.luffyrl.djl.trainer;

import ai.djl.training.listener.TrainingListener;

/** A DJL listener that also hears of each optimiser step of a {@link LuffyTrainer}. */
public interface StepListener extends TrainingListener {

    /**
     * Called after each step, also when the weights were left as they were.
     *
     * @param trainer that made the step
     * @param report what it was like
     */
    void onStep(LuffyTrainer trainer, StepReport report);
}
