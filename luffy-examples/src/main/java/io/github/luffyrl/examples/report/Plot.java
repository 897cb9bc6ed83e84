package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.metric.Interval;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.examples.report.Chart.Ink;
import io.github.luffyrl.examples.report.Chart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Turns values into a {@link Chart}. */
final class Plot {

    private static final int LEFT = 46;
    private static final int TOP = 18;
    private static final int RIGHT = 10;
    private static final int BOTTOM = 36;
    private static final int DRAWN_STEPS = 240;
    private static final int DRAWN_PROBABILITIES = 1000;

    /** Share of a set's room that its bars take. */
    private static final double BARS = 0.8;

    /** Pixels between models of the same share, so that their intervals can be told apart. */
    private static final double BESIDE = 5;

    private final int width;
    private final int height;
    private final Axis x;
    private final Axis y;
    private final List<Chart.Area> areas = new ArrayList<>();
    private final List<Chart.Line> lines = new ArrayList<>();
    private final List<Chart.Dot> dots = new ArrayList<>();
    private final List<Chart.Label> labels = new ArrayList<>();
    private final List<Chart.Reading> readings = new ArrayList<>();

    private Plot(int width, int height, Axis x, Axis y) {
        this.width = width;
        this.height = height;
        this.x = x;
        this.y = y;
        for (double tick : y.ticks()) {
            Point left = new Point(LEFT, y(tick));
            lines.add(
                    new Chart.Line(
                            Ink.GRID, 1, 1, List.of(left, new Point(width - RIGHT, y(tick)))));
            labels.add(new Chart.Label(LEFT - 6, y(tick) + 3.5, "end", y.label(tick)));
        }
    }

    /** A number of several runs; an empty series for a run without it. */
    static Chart overSteps(List<Series> runs, Unit unit) {
        List<Series> drawn = runs.stream().map(series -> series.atMost(DRAWN_STEPS)).toList();
        DoubleStream values = drawn.stream().flatMapToDouble(Series::values);
        double last = runs.stream().mapToDouble(Series::lastStep).max().orElse(1);
        Plot plot = new Plot(380, 210, Axis.ofSteps(last), Axis.around(values, unit));
        plot.xAxis("step", 1);
        for (int run = 0; run < drawn.size(); run++) {
            Series series = drawn.get(run);
            if (!series.smoothed().equals(series)) {
                plot.line(run, 1, 0.3, plot.points(series));
            }
            plot.line(run, 2, 1, plot.points(series.smoothed()));
        }
        plot.addReadings(drawn);
        return plot.chart();
    }

    /** Means over runs with their intervals, a curve for each method. */
    static Chart bands(List<Band> methods, Axis x, String xTitle, Unit unit) {
        DoubleStream values = methods.stream().flatMapToDouble(Band::values);
        Plot plot = new Plot(380, 250, x, Axis.around(values, unit));
        plot.xAxis(xTitle, x.low());
        for (int method = 0; method < methods.size(); method++) {
            List<Point> means = new ArrayList<>();
            List<Point> upper = new ArrayList<>();
            List<Point> lower = new ArrayList<>();
            for (Band.Point point : methods.get(method).points()) {
                means.add(new Point(plot.x(point.x()), plot.y(point.value().mean())));
                if (point.value().halfWidth() > 0) {
                    Interval interval = point.value().interval();
                    upper.add(new Point(plot.x(point.x()), plot.y(interval.high())));
                    lower.add(0, new Point(plot.x(point.x()), plot.y(interval.low())));
                }
            }
            if (upper.size() > 1) {
                upper.addAll(lower);
                plot.areas.add(new Chart.Area(Ink.of(method), 0.12, upper));
            }
            plot.line(method, 1.8, 1, means);
        }
        return plot.chart();
    }

    /** A function of each shaping and of the log-probability, over the probability. */
    static Chart overProbability(
            List<PolicyShaping> shapings, ToDoubleBiFunction<PolicyShaping, Double> function) {
        List<double[]> curves = new ArrayList<>();
        for (PolicyShaping shaping : shapings) {
            curves.add(
                    IntStream.rangeClosed(1, DRAWN_PROBABILITIES)
                            .mapToDouble(i -> (double) i / DRAWN_PROBABILITIES)
                            .map(p -> function.applyAsDouble(shaping, Math.log(p)))
                            .toArray());
        }
        DoubleStream values = curves.stream().flatMapToDouble(DoubleStream::of);
        Axis probabilities = new Axis(0, 1, 0.2, Unit.NUMBER);
        Plot plot = new Plot(460, 300, probabilities, Axis.around(values, Unit.NUMBER));
        plot.xAxis("probability p of the token under the policy", 0);
        for (int curve = 0; curve < curves.size(); curve++) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < DRAWN_PROBABILITIES; i++) {
                double p = (i + 1.0) / DRAWN_PROBABILITIES;
                points.add(new Point(plot.x(p), plot.y(curves.get(curve)[i])));
            }
            plot.line(curve, 2, 1, points);
        }
        return plot.chart();
    }

    /** Accuracies of several models by the share of a demonstration that is given. */
    static Chart overShares(List<SortedMap<Double, Accuracy>> models) {
        Axis shares = new Axis(-0.05, 1.05, 0.2, Unit.SHARE); // room beside 0 and 100 %
        Plot plot = new Plot(460, 380, shares, Axis.SHARES);
        plot.xAxis("share of the demonstration that is given", 0);
        for (int model = 0; model < models.size(); model++) {
            double beside = BESIDE * (model - (models.size() - 1) / 2.0);
            List<Point> points = new ArrayList<>();
            for (var entry : models.get(model).entrySet()) {
                Accuracy accuracy = entry.getValue();
                Point at = new Point(plot.x(entry.getKey()) + beside, plot.y(accuracy.rate()));
                points.add(at);
                plot.dots.add(new Chart.Dot(Ink.of(model), at.x(), at.y()));
                plot.whisker(model, at.x(), accuracy.interval());
            }
            if (points.size() > 1) {
                plot.line(model, 2, 1, points);
            }
        }
        return plot.chart();
    }

    /** Bars with their intervals, side by side for each set; each list has a bar for each set. */
    static Chart bars(List<String> sets, List<List<MeanInterval>> bars) {
        Axis groups = new Axis(0, sets.size(), 1, Unit.NUMBER);
        Plot plot = new Plot(Math.max(760, 240 * sets.size()), 380, groups, Axis.SHARES);
        double share = BARS / bars.size();
        for (int set = 0; set < sets.size(); set++) {
            plot.xLabel(set + 0.5, plot.height - BOTTOM + 16, sets.get(set));
            for (int bar = 0; bar < bars.size(); bar++) {
                MeanInterval value = bars.get(bar).get(set);
                double at = plot.x(set + (1 - BARS) / 2 + (bar + 0.5) * share);
                double thick = 0.85 * (plot.x(share) - plot.x(0));
                plot.line(
                        bar,
                        thick,
                        0.6,
                        List.of(new Point(at, plot.y(0)), new Point(at, plot.y(value.mean()))));
                if (value.halfWidth() > 0) {
                    plot.whisker(bar, at, value.interval());
                }
            }
        }
        return plot.chart();
    }

    private void xAxis(String title, double from) {
        for (double tick : x.ticks()) {
            if (tick >= from) {
                xLabel(tick, height - BOTTOM + 16, x.label(tick));
            }
        }
        xLabel((x.low() + x.high()) / 2, height - 5, title);
    }

    private void xLabel(double at, double baseline, String text) {
        labels.add(new Chart.Label(x(at), baseline, "middle", text));
    }

    private void line(int series, double thick, double opacity, List<Point> points) {
        if (points.size() == 1) {
            dots.add(new Chart.Dot(Ink.of(series), points.get(0).x(), points.get(0).y()));
        } else if (!points.isEmpty()) {
            lines.add(new Chart.Line(Ink.of(series), thick, opacity, points));
        }
    }

    private List<Point> points(Series series) {
        return series.points().stream().map(p -> new Point(x(p.step()), y(p.value()))).toList();
    }

    /** A vertical line with a bar at both ends. */
    private void whisker(int series, double at, Interval interval) {
        double low = y(interval.low());
        double high = y(interval.high());
        line(
                series,
                1.2,
                1,
                List.of(
                        new Point(at - 3, high),
                        new Point(at + 3, high),
                        new Point(at, high),
                        new Point(at, low),
                        new Point(at - 3, low),
                        new Point(at + 3, low)));
    }

    private void addReadings(List<Series> runs) {
        Map<Double, List<Chart.Value>> byStep = new TreeMap<>();
        for (int run = 0; run < runs.size(); run++) {
            for (Series.Point p : runs.get(run).points()) {
                byStep.computeIfAbsent(p.step(), step -> new ArrayList<>())
                        .add(new Chart.Value(Ink.of(run), y.unit().text(p.value())));
            }
        }
        double span = (double) (width - LEFT - RIGHT) / Math.max(1, byStep.size());
        byStep.forEach(
                (step, values) ->
                        readings.add(
                                new Chart.Reading(
                                        x(step),
                                        TOP,
                                        height - BOTTOM,
                                        x(step) - span / 2,
                                        span,
                                        Math.round(step),
                                        values)));
    }

    private double x(double value) {
        return x.at(value, LEFT, width - RIGHT);
    }

    private double y(double value) {
        return y.at(value, height - BOTTOM, TOP);
    }

    private Chart chart() {
        return new Chart(width, height, areas, lines, dots, labels, readings);
    }
}
