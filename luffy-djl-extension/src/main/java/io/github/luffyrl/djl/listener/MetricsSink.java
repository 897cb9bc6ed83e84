package io.github.luffyrl.djl.listener;

/** Where the numbers of a run go: a file, a console, a dashboard. */
@FunctionalInterface
public interface MetricsSink {

    /**
     * Takes the numbers of one step.
     *
     * @param step its metrics and the time of its phases
     */
    void write(StepRecord step);
}
