package io.github.luffyrl.djl.listener;

import io.github.luffyrl.core.metric.StepPhase;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Console progress table: how far the run is, what it learned, what a step spends its time on, in
 * seconds, and how long the rest will take. A row has the means of the steps since the previous
 * row. Scoring is that of responses by the old and the reference policy.
 *
 * <pre>
 *       step  solved  entropy  tokens | rollout  reward scoring   train  update   other |      left
 *     10/200  12.5 %    1.273     9.3 |    0.31    0.02    0.00    0.45    0.03    0.01 |  2:36 min
 * </pre>
 */
public final class ConsoleSink implements MetricsSink {

    private static final int ROWS_PER_HEADER = 25;

    private final long steps;
    private final double flops;
    private final long every;
    private final Consumer<String> rows;
    private final Consumer<String> passing;
    private final Window window = new Window();
    private double seconds;
    private double spentBefore = Double.NaN;
    private long seen;
    private int shown;

    /**
     * Creates the table.
     *
     * @param steps of the whole run
     * @param flops floating-point operations after which the run ends even before its last step
     * @param every how many steps a row is for; the first and the last step have one, too
     * @param rows takes the table, line by line
     * @param passing takes the beginning of the next row after each step, below 80 characters, for
     *     a terminal that can overwrite a line
     */
    public ConsoleSink(
            long steps,
            OptionalDouble flops,
            long every,
            Consumer<String> rows,
            Consumer<String> passing) {
        if (every < 1) {
            throw new IllegalArgumentException("every = " + every + ": need at least 1");
        }
        this.steps = steps;
        this.flops = flops.orElse(Double.POSITIVE_INFINITY);
        this.every = every;
        this.rows = rows;
        this.passing = passing;
    }

    @Override
    public void write(StepRecord step) {
        seen++;
        seconds += step.seconds().values().stream().mapToDouble(s -> s).sum();
        window.add(step);
        String left = Durations.text(left(step));
        if (seen == 1 || step.step() % every == 0 || step.step() == steps) {
            if (shown++ % ROWS_PER_HEADER == 0) {
                rows.accept(header());
            }
            rows.accept(means(step.step()) + " |" + phases() + " |" + right(10, left));
            window.clear();
        } else {
            passing.accept(means(step.step()) + "  " + left + " left");
        }
    }

    /** Seconds until the last step, or until the compute is spent if that comes first. */
    private double left(StepRecord step) {
        double bySteps = seconds / seen * (steps - step.step());
        double spent = step.metrics().getOrDefault(MetricsListener.FLOPS, Double.NaN);
        if (Double.isNaN(spentBefore)) { // of a resumed run; one step spends about as the next
            spentBefore = step.step() > 1 ? spent * (step.step() - 1) / step.step() : 0;
        }
        double byCompute = seconds / (spent - spentBefore) * (flops - spent);
        return byCompute < bySteps ? Math.max(0, byCompute) : bySteps;
    }

    private static String header() {
        StringBuilder header = new StringBuilder("      step  solved  entropy  tokens |");
        for (Column column : Column.values()) {
            header.append(right(8, column.name().toLowerCase(Locale.ROOT)));
        }
        return header.append(" |      left").toString();
    }

    private String means(long step) {
        return right(10, step + "/" + steps)
                + right(8, known("%.1f %%", 100 * window.mean(MetricsListener.ON_POLICY_SOLVED)))
                + right(9, known("%.3f", window.mean(MetricsListener.ENTROPY)))
                + right(8, known("%.1f", window.mean(MetricsListener.RESPONSE_TOKENS)));
    }

    private static String known(String format, double number) {
        return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, format, number);
    }

    private String phases() {
        StringBuilder text = new StringBuilder();
        for (Column column : Column.values()) {
            text.append(String.format(Locale.ROOT, "%8.2f", window.seconds(column)));
        }
        return text.toString();
    }

    private static String right(int width, String text) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }

    private enum Column {
        ROLLOUT,
        REWARD,
        SCORING,
        TRAIN,
        UPDATE,
        OTHER;

        static Column of(StepPhase phase) {
            return switch (phase) {
                case ROLLOUT -> ROLLOUT;
                case REWARD -> REWARD;
                case OLD_LOG_PROBS, REFERENCE_LOG_PROBS, CREDIT -> SCORING;
                case FORWARD_BACKWARD -> TRAIN;
                case UPDATE -> UPDATE;
                case OTHER -> OTHER;
            };
        }
    }

    /** Some steps in a row. */
    private static final class Window {

        private final Map<String, Double> sums = new HashMap<>();
        private final Map<String, Integer> counts = new HashMap<>();
        private final Map<Column, Double> seconds = new EnumMap<>(Column.class);
        private int steps;

        void add(StepRecord step) {
            steps++;
            step.metrics()
                    .forEach(
                            (name, value) -> {
                                if (Double.isFinite(value)) {
                                    sums.merge(name, value, Double::sum);
                                    counts.merge(name, 1, Integer::sum);
                                }
                            });
            step.seconds()
                    .forEach((phase, spent) -> seconds.merge(Column.of(phase), spent, Double::sum));
        }

        double mean(String name) {
            return sums.getOrDefault(name, Double.NaN) / counts.getOrDefault(name, 0);
        }

        double seconds(Column column) {
            return seconds.getOrDefault(column, 0.0) / steps;
        }

        void clear() {
            sums.clear();
            counts.clear();
            seconds.clear();
            steps = 0;
        }
    }
}
