package io.github.luffyrl.core.metric;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Measures how long the phases of a step take, by the wall clock. */
public final class PhaseClock {

    private final Map<StepPhase, Double> seconds = new EnumMap<>(StepPhase.class);

    /**
     * Does some work and counts its time.
     *
     * @param <T> what the work yields
     * @param phase the phase it belongs to
     * @param work the work
     * @return what it yields
     */
    public <T> T time(StepPhase phase, Supplier<T> work) {
        long begin = System.nanoTime();
        try {
            return work.get();
        } finally {
            addSince(begin, phase);
        }
    }

    /**
     * Counts the time since a moment.
     *
     * @param begin a {@link System#nanoTime}
     * @param phase the phase that the time belongs to
     */
    public void addSince(long begin, StepPhase phase) {
        seconds.merge(phase, (System.nanoTime() - begin) / 1e9, Double::sum);
    }

    /**
     * Returns the time so far.
     *
     * @return seconds of each phase that took any
     */
    public Map<StepPhase, Double> seconds() {
        return Map.copyOf(seconds);
    }
}
