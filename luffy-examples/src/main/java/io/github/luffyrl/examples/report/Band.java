package io.github.luffyrl.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A number of several runs that differ in their seed, over steps, compute or temperatures.
 *
 * @param points in the order of {@code x}
 */
record Band(List<Point> points) {

    private static final int STRETCHES = 40;

    /**
     * A place.
     *
     * @param value the mean over the runs, and its interval
     */
    record Point(double x, MeanInterval value) {}

    Band {
        points = List.copyOf(points);
    }

    /**
     * Averages each run over stretches of {@code x}, and the runs there. Where a run has ended or
     * lacks the number, there is no point: the mean of the others would be one of fewer seeds.
     *
     * @param last end of the last stretch
     */
    static Band ofStretches(List<Series> runs, double last) {
        Map<Integer, List<Double>> stretches = new TreeMap<>();
        double width = Math.max(last, 1e-300) / STRETCHES;
        for (Series run : runs) {
            Map<Integer, List<Double>> own = new TreeMap<>();
            for (Series.Point point : run.points()) {
                int stretch = Math.min(STRETCHES - 1, (int) (point.step() / width));
                own.computeIfAbsent(stretch, s -> new ArrayList<>()).add(point.value());
            }
            own.forEach(
                    (stretch, values) ->
                            stretches
                                    .computeIfAbsent(stretch, s -> new ArrayList<>())
                                    .add(mean(values)));
        }
        return of(stretches, runs.size(), stretch -> (stretch + 0.5) * width);
    }

    /** Compares the runs wherever they have a point. */
    static Band ofPoints(List<Series> runs) {
        Map<Double, List<Double>> places = new TreeMap<>();
        for (Series run : runs) {
            run.points()
                    .forEach(
                            point ->
                                    places.computeIfAbsent(point.step(), x -> new ArrayList<>())
                                            .add(point.value()));
        }
        return of(places, runs.size(), x -> x);
    }

    private static <K> Band of(
            Map<K, List<Double>> places, int runs, ToDoubleFunction<K> position) {
        List<Point> points = new ArrayList<>();
        places.forEach(
                (place, values) -> {
                    if (values.size() == runs) {
                        points.add(
                                new Point(
                                        position.applyAsDouble(place),
                                        MeanInterval.of(
                                                values.stream().mapToDouble(v -> v).toArray())));
                    }
                });
        return new Band(points);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(v -> v).average().orElseThrow();
    }

    DoubleStream values() {
        return points.stream().mapToDouble(point -> point.value().mean());
    }
}
