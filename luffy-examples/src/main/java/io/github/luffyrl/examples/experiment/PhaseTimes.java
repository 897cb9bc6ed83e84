package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.core.metric.StepPhase;
import io.github.luffyrl.djl.listener.Durations;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.StepRecord;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How long each phase of a run took. */
final class PhaseTimes implements MetricsSink {

    private final Map<Phase, Double> seconds = new EnumMap<>(Phase.class);

    void add(Phase phase, double spent) {
        seconds.merge(phase, spent, Double::sum);
    }

    @Override
    public void write(StepRecord step) {
        step.seconds()
                .forEach(
                        (phase, spent) ->
                                add(
                                        phase == StepPhase.ROLLOUT || phase == StepPhase.REWARD
                                                ? Phase.ROLLOUTS
                                                : Phase.TRAINING,
                                        spent));
    }

    /** Such as {@code examining 12.3 s, rollouts 1:04 min}. */
    @Override
    public String toString() {
        return seconds.entrySet().stream()
                .map(
                        e ->
                                e.getKey().name().toLowerCase(Locale.ROOT)
                                        + " "
                                        + Durations.text(e.getValue()))
                .collect(Collectors.joining(", "));
    }
}
