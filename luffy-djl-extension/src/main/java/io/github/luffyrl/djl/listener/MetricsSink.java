package io.github.luffyrl.djl.listener;

import java.util.Map;

/** Where the numbers of a run go: a file, a console, a dashboard. */
@FunctionalInterface
public interface MetricsSink {

    /**
     * Takes the numbers of one step.
     *
     * @param step counts from 1
     * @param metrics by name, in a fixed order; a number that has no meaning in this step is NaN
     */
    void write(long step, Map<String, Double> metrics);
}
