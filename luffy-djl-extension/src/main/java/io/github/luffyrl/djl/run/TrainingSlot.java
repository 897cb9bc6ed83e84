package io.github.luffyrl.djl.run;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one training that a JVM can run. DJL's PyTorch engine records gradients for one trainer at a
 * time: a second one fails at whichever step both happen to record. A run takes the slot before it
 * does anything that takes long; its {@link TrainingSession} then trains within it.
 */
public final class TrainingSlot implements AutoCloseable {

    private static final AtomicReference<@Nullable TrainingSlot> TAKEN = new AtomicReference<>();

    private final @Nullable TrainingSlot around;
    private final Thread thread = Thread.currentThread();
    private volatile boolean trains;

    private TrainingSlot(@Nullable TrainingSlot around) {
        this.around = around;
    }

    /**
     * Takes the slot for a run of the calling thread.
     *
     * @return the slot, to be closed
     * @throws IllegalStateException if another run has it
     */
    public static TrainingSlot take() {
        TrainingSlot slot = new TrainingSlot(null);
        TrainingSlot other = TAKEN.compareAndExchange(null, slot);
        if (other != null) {
            throw refusal(other);
        }
        return slot;
    }

    /**
     * Checks that no other thread trains, without taking the slot.
     *
     * @throws IllegalStateException if one does
     */
    public static void requireFree() {
        TrainingSlot other = TAKEN.get();
        if (other != null && other.thread != Thread.currentThread()) {
            throw refusal(other);
        }
    }

    /** Begins to train, within the slot of this thread's run or without one. */
    static TrainingSlot train() {
        TrainingSlot run = TAKEN.get();
        if (run == null) {
            TrainingSlot alone = take();
            alone.trains = true;
            return alone;
        }
        if (run.thread != Thread.currentThread() || run.trains) {
            throw refusal(run);
        }
        run.trains = true;
        return new TrainingSlot(run);
    }

    private static IllegalStateException refusal(TrainingSlot other) {
        return new IllegalStateException(
                "a training runs in this JVM already, in thread '"
                        + other.thread.getName()
                        + "': DJL on PyTorch records gradients for one trainer at a time; train"
                        + " one after the other, or in processes of their own");
    }

    @Override
    public void close() {
        if (around != null) {
            around.trains = false;
        } else {
            TAKEN.compareAndSet(this, null);
        }
    }
}
