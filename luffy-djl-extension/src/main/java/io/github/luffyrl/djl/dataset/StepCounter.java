package io.github.luffyrl.djl.dataset;

import ai.djl.training.dataset.Batch;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/** Counts the steps of a dataset, which come in passes of the same length. */
final class StepCounter {

    private final int stepsPerPass;
    private long step;
    private boolean resumed;

    /** Before the first step. */
    StepCounter(int stepsPerPass) {
        this.stepsPerPass = stepsPerPass;
    }

    /** Steps done. */
    long step() {
        return step;
    }

    int stepsPerPass() {
        return stepsPerPass;
    }

    /** Resumes after a step; the next pass is the rest of the one that it was in. */
    void restore(long stepsDone) {
        step = stepsDone;
        resumed = true;
    }

    /**
     * The batches of the pass that begins, or resumes, now.
     *
     * @param over whether the pass ends early
     * @param batch makes the batch of a step, counted from 1
     */
    Iterable<Batch> pass(BooleanSupplier over, LongFunction<Batch> batch) {
        boolean atItsEnd = resumed && step > 0 && step % stepsPerPass == 0;
        resumed = false;
        long end = atItsEnd ? step : (step / stepsPerPass + 1) * stepsPerPass;
        return () ->
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return step < end && !over.getAsBoolean();
                    }

                    @Override
                    public Batch next() {
                        if (!hasNext()) {
                            throw new NoSuchElementException("step " + step + " was the last");
                        }
                        return batch.apply(++step);
                    }
                };
    }
}
