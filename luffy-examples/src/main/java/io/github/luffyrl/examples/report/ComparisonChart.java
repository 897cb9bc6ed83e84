package io.github.luffyrl.examples.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler;

/** Bars with their intervals, side by side for each examined set. Needs no display. */
public final class ComparisonChart {

    private ComparisonChart() {}

    /**
     * Writes a picture.
     *
     * @param file the PNG file
     * @param title above the bars
     * @param sets the groups of bars, in order
     * @param bars by label, one per set, 0 to 1
     * @throws IOException if the file cannot be written, or the machine cannot draw
     */
    public static void write(
            Path file, String title, List<String> sets, Map<String, List<MeanInterval>> bars)
            throws IOException {
        try {
            BitmapEncoder.saveBitmap(
                    chart(title, sets, bars), file.toString(), BitmapEncoder.BitmapFormat.PNG);
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IOException("cannot draw " + file + " (" + e + ")", e);
        }
    }

    private static CategoryChart chart(
            String title, List<String> sets, Map<String, List<MeanInterval>> bars) {
        CategoryChart chart =
                new CategoryChartBuilder()
                        .width(1000)
                        .height(500)
                        .title(title)
                        .yAxisTitle("solved, %")
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(100.0);
        bars.forEach(
                (label, intervals) ->
                        chart.addSeries(
                                label,
                                sets,
                                intervals.stream().map(i -> 100 * i.mean()).toList(),
                                intervals.stream().map(ComparisonChart::error).toList()));
        return chart;
    }

    private static double error(MeanInterval interval) {
        return Double.isNaN(interval.halfWidth()) ? 0 : 100 * interval.halfWidth();
    }
}
