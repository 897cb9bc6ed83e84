package io.github.luffyrl.examples.report;

import java.awt.Color;
import java.awt.Font;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * One panel of the picture. Its axes start at 0, so that a curve that hardly moves looks like it.
 */
final class PanelChart {

    static final Color TEXT = new Color(0x333333);
    private static final Color GRID = new Color(0xE4E4E4);
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final Curve.Panel panel;
    private final XYChart chart;

    PanelChart(Curve.Panel panel, int width, int height) {
        this.panel = panel;
        chart =
                new XYChartBuilder()
                        .width(width)
                        .height(height)
                        .title(panel.title)
                        .xAxisTitle("optimizer step")
                        .yAxisTitle(panel.unit)
                        .build();
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartFontColor(TEXT);
        styler.setChartTitleFont(font(Font.BOLD, 16));
        styler.setChartTitleBoxVisible(false);
        styler.setAxisTitleFont(font(Font.PLAIN, 14));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
        styler.setXAxisTickMarkSpacingHint(60);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setLegendFont(font(Font.PLAIN, 13));
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    }

    /** The chart with these curves, each step to value, none of them empty. */
    XYChart with(Map<Curve, NavigableMap<Integer, Double>> curves) {
        addBaseline(curves.values());
        curves.forEach(this::add);
        range(LEFT, panel.top, heights(curves, false));
        if (curves.containsKey(Curve.GRADIENT_NORM)) {
            chart.setYAxisGroupTitle(RIGHT, "gradient norm");
            chart.getStyler().setYAxisGroupPosition(RIGHT, Styler.YAxisPosition.Right);
            range(RIGHT, 0.1, heights(curves, true));
        }
        return chart;
    }

    /**
     * An invisible line from step 0 to the last. Steps alone are evenly spaced, and then XChart
     * labels every ninth step, say, instead of round numbers.
     */
    private void addBaseline(Collection<NavigableMap<Integer, Double>> curves) {
        // Fewer than ten steps would get fractional labels.
        int last = curves.stream().mapToInt(NavigableMap::lastKey).max().orElse(0);
        last = Math.max(10, last);
        XYSeries baseline =
                chart.addSeries("baseline", new double[] {0, last}, new double[] {0, 0});
        baseline.setShowInLegend(false);
        baseline.setMarker(SeriesMarkers.NONE);
        baseline.setLineStyle(SeriesLines.NONE);
    }

    private void add(Curve curve, NavigableMap<Integer, Double> points) {
        List<Double> steps = points.keySet().stream().map(Integer::doubleValue).toList();
        XYSeries series = chart.addSeries(curve.label, steps, List.copyOf(points.values()));
        boolean right = curve == Curve.GRADIENT_NORM;
        series.setYAxisGroup(right ? RIGHT : LEFT);
        series.setLineColor(curve.color);
        series.setLineWidth(right ? 1.2f : 2f); // the norm is noisy: keep it in the background
        series.setMarkerColor(curve.color);
        series.setMarker(points.size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }

    private static double[] heights(
            Map<Curve, NavigableMap<Integer, Double>> curves, boolean right) {
        return curves.entrySet().stream()
                .filter(entry -> (entry.getKey() == Curve.GRADIENT_NORM) == right)
                .flatMap(entry -> entry.getValue().values().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private void range(int axis, double top, double[] heights) {
        double low = DoubleStream.of(heights).min().orElse(0);
        double high = DoubleStream.of(heights).max().orElse(0);
        chart.getStyler().setYAxisMin(axis, Math.min(0, low));
        chart.getStyler().setYAxisMax(axis, Math.max(top, high));
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
