package io.github.luffyrl.djl.trainer;

import io.github.luffyrl.djl.trainer.StepReport.Outcome;

/**
 * What a {@link LuffyTrainer} counts.
 *
 * @param step steps made, whatever became of them
 * @param notFinite steps that were skipped because loss or gradient was not finite
 */
public record TrainerState(long step, long notFinite) {

    /** Before the first step. */
    static final TrainerState START = new TrainerState(0, 0);

    TrainerState after(Outcome outcome) {
        return new TrainerState(
                step + 1, outcome == Outcome.NOT_FINITE ? notFinite + 1 : notFinite);
    }
}
