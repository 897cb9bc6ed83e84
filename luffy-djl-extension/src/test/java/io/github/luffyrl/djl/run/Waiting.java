package io.github.luffyrl.djl.run;

import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.luffyrl.djl.trainer.LuffyTrainer;
import io.github.luffyrl.djl.trainer.StepListener;
import io.github.luffyrl.djl.trainer.StepReport;
import java.util.concurrent.CountDownLatch;

/** Says that the first step is done, and waits. */
final class Waiting extends TrainingListenerAdapter implements StepListener {

    private final CountDownLatch done;
    private final CountDownLatch wait;

    Waiting(CountDownLatch done, CountDownLatch wait) {
        this.done = done;
        this.wait = wait;
    }

    @Override
    public void onStep(LuffyTrainer trainer, StepReport report) {
        done.countDown();
        try {
            wait.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
