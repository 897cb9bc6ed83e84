package io.github.luffyrl.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Draws one number of one or several runs as SVG: what was measured, faint, and its moving average;
 * under the mouse, the values of a step. The colours are the classes {@code run0}, {@code run1},
 * ...
 */
final class LineChart {

    private static final int WIDTH = 380;
    private static final int HEIGHT = 196;
    private static final int LEFT = 46;
    private static final int RIGHT = 10;
    private static final int TOP = 18;
    private static final int BOTTOM = 22;
    private static final int DRAWN = 240;
    private static final int TICKS = 5;

    private final List<Series> runs;
    private final boolean share;
    private final double steps;
    private final double low;
    private final double high;
    private final double tick;
    private final StringBuilder svg = new StringBuilder();

    private LineChart(List<Series> runs, boolean share) {
        this.runs = runs.stream().map(series -> series.atMost(DRAWN)).toList();
        this.share = share;
        steps = runs.stream().mapToDouble(Series::lastStep).max().orElse(1);
        double min = Math.min(0, this.runs.stream().mapToDouble(LineChart::min).min().orElse(0));
        double max = this.runs.stream().mapToDouble(LineChart::max).max().orElse(1);
        double top = max > min ? max : min + 1;
        tick = roundUp((top - min) / TICKS);
        low = Math.floor(min / tick) * tick;
        high = Math.ceil(top / tick - 1e-9) * tick;
    }

    private static double min(Series series) {
        return series.isEmpty() ? 0 : series.min();
    }

    private static double max(Series series) {
        return series.isEmpty() ? 0 : series.max();
    }

    /** Draws a series per run; an empty one for a run without the number. */
    static String draw(List<Series> runs, boolean share) {
        return new LineChart(runs, share).draw();
    }

    private String draw() {
        svg.append("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\">\n");
        axes();
        for (int run = 0; run < runs.size(); run++) {
            Series series = runs.get(run);
            if (!series.smoothed().equals(series)) {
                line(series, "raw run" + run);
            }
            line(series.smoothed(), "smooth run" + run);
        }
        readings();
        return svg.append("</svg>\n").toString();
    }

    private void axes() {
        for (double y = low; y <= high + tick / 2; y += tick) {
            double shown = Math.abs(y) < tick / 2 ? 0 : y;
            svg.append(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%s\" y2=\"%s\"/>"
                            .formatted(LEFT, WIDTH - RIGHT, Html.at(y(y)), Html.at(y(y))));
            svg.append(
                    "<text class=\"tick\" x=\"%d\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
                            .formatted(
                                    LEFT - 6,
                                    Html.at(y(y) + 3.5),
                                    share ? percent(shown) : number(shown)));
        }
        double apart = Math.max(1, roundUp(steps / TICKS));
        for (double step = apart; step <= steps; step += apart) {
            svg.append(
                    "<text class=\"tick\" x=\"%s\" y=\"%d\" text-anchor=\"middle\">%d</text>\n"
                            .formatted(Html.at(x(step)), HEIGHT - 6, Math.round(step)));
        }
    }

    private String percent(double value) {
        int decimals = Math.max(0, decimals() - 2);
        return String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * value);
    }

    private String number(double value) {
        boolean large = Math.abs(value) >= 1e5 || tick < 1e-4;
        String format = large ? "%.1e" : "%." + decimals() + "f";
        return String.format(Locale.ROOT, format, value);
    }

    /** As many as tell one line of the grid from the next. */
    private int decimals() {
        return (int) Math.max(0, -Math.floor(Math.log10(tick) + 1e-9));
    }

    private void line(Series series, String style) {
        String points =
                series.points().stream()
                        .map(p -> Html.at(x(p.step())) + "," + Html.at(y(p.value())))
                        .collect(Collectors.joining(" "));
        if (series.points().size() == 1) {
            Series.Point only = series.points().get(0);
            svg.append(
                    "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"2\"/>\n"
                            .formatted(style, Html.at(x(only.step())), Html.at(y(only.value()))));
        } else if (!points.isEmpty()) {
            svg.append("<polyline class=\"%s\" points=\"%s\"/>\n".formatted(style, points));
        }
    }

    /** A stretch per drawn step that shows its values while the mouse is over it. */
    private void readings() {
        Map<Double, List<String>> byStep = new TreeMap<>();
        for (int run = 0; run < runs.size(); run++) {
            for (Series.Point p : runs.get(run).points()) {
                byStep.computeIfAbsent(p.step(), step -> new ArrayList<>())
                        .add(
                                "<tspan class=\"of run%d\">● </tspan>%s"
                                        .formatted(run, Html.number(p.value(), share)));
            }
        }
        double width = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, byStep.size());
        byStep.forEach(
                (step, values) ->
                        svg.append(
                                """
                                <g class="at"><rect x="%s" y="%d" width="%s" height="%d"/>\
                                <g><line x1="%s" x2="%s" y1="%d" y2="%d"/>\
                                <text x="%d" y="%d">step %d  %s</text></g></g>
                                """
                                        .formatted(
                                                Html.at(x(step) - width / 2),
                                                TOP,
                                                Html.at(width),
                                                HEIGHT - TOP - BOTTOM,
                                                Html.at(x(step)),
                                                Html.at(x(step)),
                                                TOP,
                                                HEIGHT - BOTTOM,
                                                LEFT,
                                                TOP - 7,
                                                Math.round(step),
                                                String.join("  ", values))));
    }

    private double x(double step) {
        return LEFT + (WIDTH - LEFT - RIGHT) * step / Math.max(1, steps);
    }

    private double y(double value) {
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
    }

    /** The next larger of 1, 2 and 5 times a power of ten. */
    static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 5}) {
            if (value <= factor * power * (1 + 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
