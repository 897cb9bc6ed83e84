package io.github.luffyrl.djl.dataset;

/** Counts the steps of a dataset, which come in passes of the same length. */
final class Passes {

    private final int steps;
    private long step;
    private boolean resumed;

    /** Before the first step of passes of so many. */
    Passes(int steps) {
        this.steps = steps;
    }

    long step() {
        return step;
    }

    int steps() {
        return steps;
    }

    /** Counts a step. */
    long next() {
        return ++step;
    }

    /** Goes on behind a step; the next pass is the rest of the one that it was in. */
    void restore(long stepsDone) {
        step = stepsDone;
        resumed = true;
    }

    /** The last step of the pass that begins, or goes on, now. */
    long end() {
        boolean atItsEnd = resumed && step > 0 && step % steps == 0;
        resumed = false;
        return atItsEnd ? step : (step / steps + 1) * steps;
    }
}
