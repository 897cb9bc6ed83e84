package io.github.luffyrl.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A number over the steps of a run.
 *
 * @param points in the order of steps; steps without the number are left out
 */
record Series(List<Point> points) {

    private static final int UNSMOOTHED = 20;

    /**
     * A step, or the mean of a few.
     *
     * @param step counts from 1
     * @param value finite
     */
    record Point(double step, double value) {}

    Series {
        points = List.copyOf(points);
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    double lastStep() {
        return isEmpty() ? 0 : points.get(points.size() - 1).step();
    }

    double min() {
        return points.stream().mapToDouble(Point::value).min().orElse(Double.NaN);
    }

    double max() {
        return points.stream().mapToDouble(Point::value).max().orElse(Double.NaN);
    }

    double sum() {
        return points.stream().mapToDouble(Point::value).sum();
    }

    /** Means over at most so many stretches of steps, so that long runs can be drawn. */
    Series atMost(int count) {
        if (points.size() <= count) {
            return this;
        }
        List<Point> means = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Point> part =
                    points.subList(
                            (int) ((long) points.size() * i / count),
                            (int) ((long) points.size() * (i + 1) / count));
            means.add(new Point(mean(part, true), mean(part, false)));
        }
        return new Series(means);
    }

    private static double mean(List<Point> points, boolean ofSteps) {
        return points.stream()
                .mapToDouble(ofSteps ? Point::step : Point::value)
                .average()
                .orElseThrow();
    }

    /** An exponential moving average over a twentieth of the run; a short run as it is. */
    Series smoothed() {
        if (points.size() < UNSMOOTHED) {
            return this;
        }
        double weight = 2 / (points.size() / 20.0 + 1);
        List<Point> smooth = new ArrayList<>();
        double value = points.get(0).value();
        for (Point point : points) {
            value += weight * (point.value() - value);
            smooth.add(new Point(point.step(), value));
        }
        return new Series(smooth);
    }

    /** The mean of the first tenth, or of the last. */
    double tenth(boolean first) {
        int size = Math.max(1, points.size() / 10);
        List<Point> part =
                first
                        ? points.subList(0, Math.min(size, points.size()))
                        : points.subList(Math.max(0, points.size() - size), points.size());
        return part.stream().mapToDouble(Point::value).average().orElse(Double.NaN);
    }
}
