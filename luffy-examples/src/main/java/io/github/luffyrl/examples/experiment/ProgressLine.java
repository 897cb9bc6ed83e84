package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.MetricsSink;
import io.github.luffyrl.djl.listener.StepRecord;
import io.github.luffyrl.examples.report.Console;
import java.util.Locale;
import java.util.Map;

/** How far the training is: one passing line on a terminal; in a log, one line per ten steps. */
final class ProgressLine implements MetricsSink {

    private static final int LINES_APART = 10;

    private final Console console;
    private final int steps;
    private double seconds;

    ProgressLine(Console console, int steps) {
        this.console = console;
        this.steps = steps;
    }

    @Override
    public void write(StepRecord stepRecord) {
        long step = stepRecord.step();
        seconds += stepRecord.seconds().values().stream().mapToDouble(s -> s).sum();
        String line = line(step, stepRecord.metrics());
        boolean marked = step == 1 || step % LINES_APART == 0;
        if (step == steps || (marked && !console.terminal())) {
            console.say("%s", line);
        } else {
            console.pass(line);
        }
    }

    private String line(long step, Map<String, Double> metrics) {
        double solved = metrics.getOrDefault(MetricsListener.ON_POLICY_SOLVED, Double.NaN);
        return String.format(
                        Locale.ROOT,
                        "  step %4d/%d  solved %5.1f %%  entropy %5.3f  tokens %5.1f  %s",
                        step,
                        steps,
                        100 * solved,
                        metrics.getOrDefault(MetricsListener.ENTROPY, Double.NaN),
                        metrics.getOrDefault(MetricsListener.RESPONSE_TOKENS, Double.NaN),
                        step == steps
                                ? ""
                                : PhaseTimes.text(seconds / step * (steps - step)) + " left")
                .stripTrailing();
    }
}
