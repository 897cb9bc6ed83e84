package io.github.luffyrl.examples.comparison;

import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.examples.report.RunData;
import io.github.luffyrl.examples.report.Series;
import io.github.luffyrl.examples.report.Unit;
import io.github.luffyrl.examples.task.SetRole;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** A number of a cell. Begin and end are means of the first and the last tenth of the steps. */
enum Measure {
    ACCURACY(Unit.SHARE, "accuracy"),
    ACCURACY_BEFORE(Unit.SHARE, "accuracy before training"),
    PASS_COLDEST(Unit.SHARE, "pass@k at the lowest temperature"),
    PASS_HOTTEST(Unit.SHARE, "pass@k at the highest temperature"),
    STEPS(Unit.NUMBER, "steps"),
    FLOPS(Unit.NUMBER, "FLOPs"),
    SECONDS(Unit.NUMBER, "seconds"),
    ENTROPY(Unit.NUMBER, "mean entropy over the training", MetricsListener.ENTROPY, Summary.MEAN),
    ENTROPY_BEGIN(Unit.NUMBER, "entropy at first", MetricsListener.ENTROPY, Summary.BEGIN),
    ENTROPY_END(Unit.NUMBER, "entropy at the end", MetricsListener.ENTROPY, Summary.END),
    SOLVED_BEGIN(
            Unit.SHARE,
            "solved rollouts at first",
            MetricsListener.ON_POLICY_SOLVED,
            Summary.BEGIN),
    SOLVED_END(
            Unit.SHARE,
            "solved rollouts at the end",
            MetricsListener.ON_POLICY_SOLVED,
            Summary.END),
    DEMONSTRATIONS_SOLVED(
            Unit.SHARE, "solved demonstrations", MetricsListener.OFF_POLICY_SOLVED, Summary.MEAN),
    OFF_POLICY_TOKENS_BEGIN(
            Unit.SHARE,
            "share of demonstration tokens at first",
            MetricsListener.OFF_POLICY_TOKENS,
            Summary.BEGIN),
    OFF_POLICY_TOKENS_END(
            Unit.SHARE,
            "share of demonstration tokens at the end",
            MetricsListener.OFF_POLICY_TOKENS,
            Summary.END),
    RESPONSE_TOKENS_BEGIN(
            Unit.NUMBER,
            "response length at first",
            MetricsListener.RESPONSE_TOKENS,
            Summary.BEGIN),
    RESPONSE_TOKENS_END(
            Unit.NUMBER,
            "response length at the end",
            MetricsListener.RESPONSE_TOKENS,
            Summary.END),
    DEMONSTRATION_TOKENS(Unit.NUMBER, "length of the demonstrations"),
    LENGTH_GAP_BEGIN(Unit.NUMBER, "distance of response and demonstration length at first"),
    LENGTH_GAP_END(Unit.NUMBER, "distance of response and demonstration length at the end");

    /** One number of a series. */
    private enum Summary {
        NONE,
        BEGIN,
        END,
        MEAN;

        double of(Series series) {
            return switch (this) {
                case NONE -> Double.NaN;
                case BEGIN -> series.begin();
                case END -> series.end();
                case MEAN -> series.mean();
            };
        }
    }

    private final Unit unit;
    private final String title;
    private final String metric;
    private final Summary summary;

    Measure(Unit unit, String title) {
        this(unit, title, "", Summary.NONE);
    }

    Measure(Unit unit, String title, String metric, Summary summary) {
        this.unit = unit;
        this.title = title;
        this.metric = metric;
        this.summary = summary;
    }

    /** As in files, such as {@code response-tokens-end}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    Unit unit() {
        return unit;
    }

    static Measure of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Adds what follows from the metrics of the steps; a method may lack some. */
    static void summarize(RunData run, Map<String, Double> numbers) {
        for (Measure measure : values()) {
            Series series = run.metric(measure.metric);
            if (!measure.metric.isEmpty() && !series.points().isEmpty()) {
                numbers.put(measure.key(), measure.summary.of(series));
            }
        }
    }

    /** The number of a cell; empty if it was not measured. */
    OptionalDouble of(CellReport cell, Optional<SetRole> role) {
        return switch (this) {
            case ACCURACY -> accuracy(cell, role, set -> set.after().rate());
            case ACCURACY_BEFORE -> accuracy(cell, role, set -> set.before().rate());
            case PASS_COLDEST ->
                    cell.passes().size() < 2
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(cell.passes().get(0).pass());
            case PASS_HOTTEST ->
                    cell.passes().size() < 2
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(cell.passes().get(cell.passes().size() - 1).pass());
            case LENGTH_GAP_BEGIN -> gap(cell, RESPONSE_TOKENS_BEGIN);
            case LENGTH_GAP_END -> gap(cell, RESPONSE_TOKENS_END);
            default -> cell.number(key());
        };
    }

    private static OptionalDouble accuracy(
            CellReport cell,
            Optional<SetRole> role,
            ToDoubleFunction<CellReport.SetAccuracy> rate) {
        return role.flatMap(cell::set).stream().mapToDouble(rate).findFirst();
    }

    private static OptionalDouble gap(CellReport cell, Measure length) {
        OptionalDouble response = cell.number(length.key());
        OptionalDouble demonstration = cell.number(DEMONSTRATION_TOKENS.key());
        return response.isPresent() && demonstration.isPresent()
                ? OptionalDouble.of(Math.abs(response.getAsDouble() - demonstration.getAsDouble()))
                : OptionalDouble.empty();
    }
}
