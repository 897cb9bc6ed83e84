package io.github.luffyrl.examples.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A chart as what is drawn, for a page as well as for a {@link Picture}. Coordinates are pixels, to
 * the right and down.
 *
 * @param areas behind the lines
 * @param lines the first at the back
 * @param labels of the axes
 * @param readings what a page shows of a step under the mouse
 */
record Chart(
        int width,
        int height,
        List<Area> areas,
        List<Line> lines,
        List<Dot> dots,
        List<Label> labels,
        List<Reading> readings) {

    record Point(double x, double y) {}

    /**
     * A color.
     *
     * @param name of the class in the style sheet
     * @param color as {@code #rrggbb}, on white
     */
    record Ink(String name, String color) {

        static final Ink GRID = new Ink("grid", "#dfe4ea");

        /** Can be told apart by color-blind people, too, at least the first seven. */
        private static final List<String> COLORS =
                List.of(
                        "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b58900", "#56b4e9", "#7b4fa3",
                        "#8c564b", "#4d4d4d", "#9aa300");

        /** All inks of series. */
        static final List<Ink> SERIES =
                IntStream.range(0, COLORS.size())
                        .mapToObj(i -> new Ink("series" + i, COLORS.get(i)))
                        .toList();

        private static final String DASHED = " dashed";

        /** The ink of a series; beyond the last color they begin again, dashed. */
        static Ink of(int series) {
            Ink solid = SERIES.get(series % SERIES.size());
            return series < SERIES.size() ? solid : new Ink(solid.name + DASHED, solid.color);
        }

        boolean dashed() {
            return name.endsWith(DASHED);
        }
    }

    /** What is between two curves. */
    record Area(Ink ink, double opacity, List<Point> outline) {

        /** As SVG writes them. */
        String path() {
            return text(outline);
        }
    }

    record Line(Ink ink, double width, double opacity, List<Point> points) {

        /** As SVG writes them. */
        String path() {
            return text(points);
        }
    }

    private static String text(List<Point> points) {
        return points.stream()
                .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", p.x(), p.y()))
                .collect(Collectors.joining(" "));
    }

    record Dot(Ink ink, double x, double y) {}

    /**
     * Text on one line.
     *
     * @param anchor what of the text is at {@code x}: its {@code middle} or its {@code end}
     */
    record Label(double x, double y, String anchor, String text) {}

    /**
     * The values at a step.
     *
     * @param x of the step
     * @param top of the line that marks it
     * @param bottom of the line
     * @param left edge of the area in which the mouse shows it
     * @param span width of the area
     */
    record Reading(
            double x,
            double top,
            double bottom,
            double left,
            double span,
            long step,
            List<Value> values) {}

    record Value(Ink ink, String text) {}
}
