package io.github.luffyrl.djl.run;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one training that a JVM can run. DJL's PyTorch engine records gradients for one trainer at a
 * time: a second one fails at whichever step both happen to record.
 */
final class TrainingSlot implements AutoCloseable {

    private static final AtomicReference<@Nullable Thread> TAKEN = new AtomicReference<>();

    private TrainingSlot() {}

    /**
     * Takes the slot for the calling thread.
     *
     * @throws IllegalStateException if a training runs
     */
    static TrainingSlot take() {
        Thread other = TAKEN.compareAndExchange(null, Thread.currentThread());
        if (other != null) {
            throw new IllegalStateException(
                    "a training runs in this JVM already, in thread '"
                            + other.getName()
                            + "': DJL on PyTorch records gradients for one trainer at a time; train"
                            + " one after the other, or in processes of their own");
        }
        return new TrainingSlot();
    }

    @Override
    public void close() {
        TAKEN.set(null);
    }
}
