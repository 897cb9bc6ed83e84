package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.metric.Interval;
import io.github.luffyrl.examples.report.Chart.Ink;
import io.github.luffyrl.examples.report.Chart.Point;
import java.util.ArrayList;
import java.util.List;

/** A row for each method: its mean and its interval on an axis from 0 to 100 %. */
final class Forest {

    private static final int WIDTH = 380;
    private static final int LEFT = 150;
    private static final int RIGHT = 14;
    private static final int ROW = 18;
    private static final int BOTTOM = 24;
    private static final double CAP = 3.5;

    private Forest() {}

    /** Draws the rows from top to bottom. */
    static Chart of(List<String> names, List<MeanInterval> values) {
        int bottom = ROW * names.size() + 4;
        List<Chart.Line> lines = new ArrayList<>();
        List<Chart.Dot> dots = new ArrayList<>();
        List<Chart.Label> labels = new ArrayList<>();
        for (double tick : Axis.SHARES.ticks()) {
            lines.add(
                    new Chart.Line(
                            Ink.GRID,
                            1,
                            1,
                            List.of(new Point(x(tick), 0), new Point(x(tick), bottom))));
            labels.add(new Chart.Label(x(tick), bottom + 14, "middle", Axis.SHARES.label(tick)));
        }
        for (int row = 0; row < names.size(); row++) {
            double y = ROW * (row + 0.5) + 2;
            labels.add(new Chart.Label(LEFT - 8, y + 3.5, "end", names.get(row)));
            MeanInterval value = values.get(row);
            if (Double.isNaN(value.mean())) {
                continue;
            }
            dots.add(new Chart.Dot(Ink.of(row), x(value.mean()), y));
            if (value.halfWidth() > 0) {
                lines.add(new Chart.Line(solid(row), 1.6, 1, whisker(value.interval(), y)));
            }
        }
        return new Chart(WIDTH, bottom + BOTTOM, List.of(), lines, dots, labels, List.of());
    }

    /** An interval says nothing dashed. */
    private static Ink solid(int row) {
        return Ink.SERIES.get(row % Ink.SERIES.size());
    }

    private static List<Point> whisker(Interval interval, double y) {
        double low = x(interval.low());
        double high = x(interval.high());
        return List.of(
                new Point(low, y - CAP),
                new Point(low, y + CAP),
                new Point(low, y),
                new Point(high, y),
                new Point(high, y - CAP),
                new Point(high, y + CAP));
    }

    private static double x(double value) {
        return Axis.SHARES.at(value, LEFT, WIDTH - RIGHT);
    }
}
