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
    ENTROPY(Unit.NUMBER, "mean entropy over the training", MetricsListener.ENTROPY, Series::mean),
    ENTROPY_BEGIN(Unit.NUMBER, "entropy at first", MetricsListener.ENTROPY, Series::begin),
    ENTROPY_END(Unit.NUMBER, "entropy at the end", MetricsListener.ENTROPY, Series::end),
    SOLVED_BEGIN(
            Unit.SHARE,
            "solved rollouts at first",
            MetricsListener.ON_POLICY_SOLVED,
            Series::begin),
    SOLVED_END(
            Unit.SHARE,
            "solved rollouts at the end",
            MetricsListener.ON_POLICY_SOLVED,
            Series::end),
    DEMONSTRATIONS_SOLVED(
            Unit.SHARE, "solved demonstrations", MetricsListener.OFF_POLICY_SOLVED, Series::mean),
    OFF_POLICY_TOKENS_BEGIN(
            Unit.SHARE,
            "share of demonstration tokens at first",
            MetricsListener.OFF_POLICY_TOKENS,
            Series::begin),
    OFF_POLICY_TOKENS_END(
            Unit.SHARE,
            "share of demonstration tokens at the end",
            MetricsListener.OFF_POLICY_TOKENS,
            Series::end),
    RESPONSE_TOKENS_BEGIN(
            Unit.NUMBER,
            "response length at first",
            MetricsListener.RESPONSE_TOKENS,
            Series::begin),
    RESPONSE_TOKENS_END(
            Unit.NUMBER,
            "response length at the end",
            MetricsListener.RESPONSE_TOKENS,
            Series::end),
    DEMONSTRATION_TOKENS(Unit.NUMBER, "length of the demonstrations"),
    LENGTH_GAP_BEGIN(Unit.NUMBER, "distance of response and demonstration length at first"),
    LENGTH_GAP_END(Unit.NUMBER, "distance of response and demonstration length at the end");

    private final Unit unit;
    private final String title;
    private final String metric;
    private final ToDoubleFunction<Series> summary;

    Measure(Unit unit, String title) {
        this(unit, title, "", series -> Double.NaN);
    }

    Measure(Unit unit, String title, String metric, ToDoubleFunction<Series> summary) {
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
                numbers.put(measure.key(), measure.summary.applyAsDouble(series));
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
