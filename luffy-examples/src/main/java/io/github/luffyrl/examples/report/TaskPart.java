package io.github.luffyrl.examples.report;

import io.github.luffyrl.examples.report.Chart.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a {@link ComparisonPage} shows of a task. Each method has the same color and the same row
 * throughout.
 */
public final class TaskPart {

    /**
     * A method in a legend.
     *
     * @param ink its color
     */
    record Method(Ink ink, String name) {}

    /**
     * A table.
     *
     * @param rows a method each
     */
    record Table(String title, String note, List<String> header, List<Row> rows) {}

    /** A row of a table. */
    record Row(Method method, List<String> cells) {}

    private final String title;
    private final List<Method> methods;
    private final List<Table> tables = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();

    /**
     * Begins with nothing but the methods.
     *
     * @param title names the task
     * @param methods in the order of all rows and curves
     */
    public TaskPart(String title, List<String> methods) {
        this.title = title;
        this.methods =
                IntStream.range(0, methods.size())
                        .mapToObj(i -> new Method(Ink.of(i), methods.get(i)))
                        .toList();
    }

    /**
     * Adds a table.
     *
     * @param name stands above it
     * @param note stands below it
     * @param header of the columns after the method's
     * @param rows for each method its cells
     */
    public void addTable(String name, String note, List<String> header, List<List<String>> rows) {
        List<Row> named = new ArrayList<>();
        for (int i = 0; i < methods.size(); i++) {
            named.add(new Row(methods.get(i), List.copyOf(rows.get(i))));
        }
        tables.add(new Table(name, note, List.copyOf(header), named));
    }

    /**
     * Adds a chart of means with their intervals.
     *
     * @param name stands above it
     * @param hint what is drawn
     * @param values for each method, 0 to 1; NaN for one without
     */
    public void addMeans(String name, String hint, List<MeanInterval> values) {
        List<String> names = methods.stream().map(Method::name).toList();
        figures.add(new Figure(name, hint, Forest.of(names, values)));
    }

    /**
     * Adds a chart of curves over steps or compute, unless no run has the number.
     *
     * @param name stands above it
     * @param hint what is drawn
     * @param unit of the number
     * @param along what the horizontal axis shows
     * @param runs for each method, the curves of its seeds
     */
    public void addCurves(
            String name, String hint, Unit unit, String along, List<List<Series>> runs) {
        double last =
                runs.stream().flatMap(List::stream).mapToDouble(Series::lastStep).max().orElse(0);
        add(
                name,
                hint,
                unit,
                Axis.ofSteps(last),
                along,
                runs.stream().map(seeds -> Band.ofStretches(having(seeds), last)).toList());
    }

    /**
     * Adds a chart of curves over places that the runs have in common, such as temperatures.
     *
     * @param name stands above it
     * @param hint what is drawn
     * @param unit of the number
     * @param along what the horizontal axis shows
     * @param runs for each method, the curves of its seeds
     */
    public void addPlaces(
            String name, String hint, Unit unit, String along, List<List<Series>> runs) {
        double last =
                runs.stream().flatMap(List::stream).mapToDouble(Series::lastStep).max().orElse(0);
        add(
                name,
                hint,
                unit,
                Axis.from(0, last),
                along,
                runs.stream().map(seeds -> Band.ofPoints(having(seeds))).toList());
    }

    private static List<Series> having(List<Series> seeds) {
        return seeds.stream().filter(series -> !series.points().isEmpty()).toList();
    }

    private void add(String name, String hint, Unit unit, Axis x, String along, List<Band> bands) {
        if (bands.stream().anyMatch(band -> !band.points().isEmpty())) {
            figures.add(new Figure(name, hint, Plot.bands(bands, x, along, unit)));
        }
    }

    String title() {
        return title;
    }

    List<Method> methods() {
        return methods;
    }

    List<Table> tables() {
        return List.copyOf(tables);
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }
}
