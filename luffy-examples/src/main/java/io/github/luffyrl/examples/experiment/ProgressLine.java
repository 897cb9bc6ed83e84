package io.github.luffyrl.examples.experiment;

import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.djl.listener.MetricsSink;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** One line per step on a console; in a log, where lines stay, one per ten steps. */
final class ProgressLine implements MetricsSink {

    private static final int LINES_APART = 10;

    private final PrintStream out;
    private final int steps;
    private final boolean live;
    private double seconds;

    ProgressLine(PrintStream out, int steps, boolean live) {
        this.out = out;
        this.steps = steps;
        this.live = live;
    }

    @Override
    public void write(long step, Map<String, Double> metrics) {
        seconds +=
                metrics.getOrDefault(MetricsListener.ROLLOUT_SECONDS, Double.NaN)
                        + metrics.getOrDefault(MetricsListener.TRAIN_SECONDS, Double.NaN);
        boolean stays = step % LINES_APART == 0 || step == steps || step == 1;
        if (live || stays) {
            String line =
                    String.format(
                            Locale.ROOT,
                            "step %4d/%d  solved %5.1f %%  entropy %5.3f  tokens %5.1f"
                                    + "  gradient %6.3f  %4.2f s/step  %3.0f s left",
                            step,
                            steps,
                            100
                                    * metrics.getOrDefault(
                                            MetricsListener.ON_POLICY_SOLVED, Double.NaN),
                            metrics.getOrDefault(MetricsListener.ENTROPY, Double.NaN),
                            metrics.getOrDefault(MetricsListener.RESPONSE_TOKENS, Double.NaN),
                            metrics.getOrDefault(MetricsListener.GRADIENT_NORM, Double.NaN),
                            seconds / step,
                            seconds / step * (steps - step));
            out.print(live ? "\r" + line + (stays ? "\n" : "") : line + "\n");
            out.flush();
        }
    }
}
