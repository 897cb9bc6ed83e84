package io.github.luffyrl.djl.listener;

import java.io.IOException;

/** Where the numbers of a run go: a file, a console, a dashboard. */
@FunctionalInterface
public interface MetricsSink extends AutoCloseable {

    /**
     * Takes the numbers of one step.
     *
     * @param step its metrics and the time of its phases
     */
    void write(StepRecord step);

    /**
     * Resumes after a step, before the first step is written: keeps what an earlier run wrote up to
     * that step and removes what it wrote of later ones. A file of an earlier run is overwritten if
     * this is not called.
     *
     * @param step the last one that the checkpoint has seen; 0 for none
     * @throws IOException when what was written cannot be read or cut
     */
    default void resumeAfter(long step) throws IOException {}

    /**
     * Closes what was opened.
     *
     * @throws IOException when the last numbers could not be written
     */
    @Override
    default void close() throws IOException {}
}
