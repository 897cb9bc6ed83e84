package io.github.luffyrl.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A number over the steps of a run.
 *
 * @param points in the order of steps; steps without the number are left out
 */
public record Series(List<Point> points) {

    private static final int UNSMOOTHED = 20;

    /**
     * A step, or the mean of a few.
     *
     * @param step counts from 1
     * @param value finite
     */
    public record Point(double step, double value) {}

    /** Copies the list. */
    public Series {
        points = List.copyOf(points);
    }

    double lastStep() {
        return points.isEmpty() ? 0 : points.get(points.size() - 1).step();
    }

    DoubleStream values() {
        return points.stream().mapToDouble(Point::value);
    }

    /** Means over at most {@code count} stretches of steps, so that long runs can be drawn. */
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
            double step = part.stream().mapToDouble(Point::step).average().orElseThrow();
            means.add(new Point(step, new Series(part).mean()));
        }
        return new Series(means);
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

    /**
     * Returns the mean of the first tenth.
     *
     * @return NaN without points
     */
    public double begin() {
        return new Series(points.subList(0, Math.min(tenth(), points.size()))).mean();
    }

    /**
     * Returns the mean of the last tenth.
     *
     * @return NaN without points
     */
    public double end() {
        return new Series(points.subList(Math.max(0, points.size() - tenth()), points.size()))
                .mean();
    }

    private int tenth() {
        return Math.max(1, points.size() / 10);
    }

    /**
     * Returns the mean.
     *
     * @return NaN without points
     */
    public double mean() {
        return values().average().orElse(Double.NaN);
    }
}
