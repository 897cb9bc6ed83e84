package io.github.luffyrl.djl.run;

import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.djl.trainer.StepListener;
import io.github.luffyrl.djl.trainer.StepReport;

/** Throws in a step, after its metrics were written. */
final class Stop extends TrainingListenerAdapter implements StepListener {

    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final long step;

    Stop(long step) {
        this.step = step;
    }

    @Override
    public void onStep(LuffyTrainer trainer, StepReport report) {
        if (report.step() == step) {
            throw new Stopped();
        }
    }
}
