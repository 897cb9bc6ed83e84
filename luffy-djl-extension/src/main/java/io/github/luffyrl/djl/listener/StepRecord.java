package io.github.luffyrl.djl.listener;

import io.github.luffyrl.core.metric.StepPhase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What there is to say of one step. The metrics are the same whenever the run is repeated or
 * resumed; the seconds are not, and so are kept apart.
 *
 * @param step counts from 1
 * @param metrics by name, in a fixed order; a number that has no meaning in this step is NaN
 * @param seconds time spent in each phase; a phase that the step did not have is absent
 */
public record StepRecord(long step, Map<String, Double> metrics, Map<StepPhase, Double> seconds) {

    /** Copies the maps. */
    public StepRecord {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        seconds = Map.copyOf(seconds);
    }

    /**
     * Returns the seconds as they are written.
     *
     * @return seconds of every phase, 0 for one that the step did not have, by names such as {@code
     *     forwardBackward}
     */
    public Map<String, Double> timings() {
        Map<String, Double> timings = new LinkedHashMap<>();
        for (StepPhase phase : StepPhase.values()) {
            timings.put(MetricsListener.name(phase), seconds.getOrDefault(phase, 0.0));
        }
        return timings;
    }
}
