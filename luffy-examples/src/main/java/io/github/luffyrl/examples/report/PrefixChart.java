package io.github.luffyrl.examples.report;

import io.github.luffyrl.djl.evaluation.Accuracy;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Accuracy by the share of a demonstration that is given: a panel for each set of problems. */
public final class PrefixChart {

    private static final int HEIGHT = 560;
    private static final int WIDTH = 480;

    private PrefixChart() {}

    /**
     * Writes a picture. Needs no display.
     *
     * @param file the PNG file
     * @param sets for each set of problems, for each model, accuracy by share
     * @throws IOException if the file cannot be written, or the machine cannot draw
     */
    public static void write(Path file, Map<String, Map<String, SortedMap<Double, Accuracy>>> sets)
            throws IOException {
        try {
            List<XYChart> panels =
                    sets.entrySet().stream().map(e -> panel(e.getKey(), e.getValue())).toList();
            BitmapEncoder.saveBitmap(
                    panels, 1, panels.size(), file.toString(), BitmapEncoder.BitmapFormat.PNG);
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IOException("cannot draw " + file + " (" + e + ")", e);
        }
    }

    private static XYChart panel(String title, Map<String, SortedMap<Double, Accuracy>> models) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle("given, % of the demonstration")
                        .yAxisTitle("solved, %, with 95 % intervals")
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(100.0);
        models.forEach(
                (model, curve) ->
                        chart.addSeries(
                                model,
                                curve.keySet().stream().map(share -> 100 * share).toList(),
                                curve.values().stream().map(a -> 100 * a.rate()).toList(),
                                curve.values().stream()
                                        .map(a -> 50 * (a.interval().high() - a.interval().low()))
                                        .toList()));
        return chart;
    }
}
