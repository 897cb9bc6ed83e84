package io.github.luffyrl.examples.report;

import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.djl.evaluation.Accuracy;
import java.awt.AWTError;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import javax.imageio.ImageIO;

/**
 * Charts as an image or a PNG file, the same that a report shows. Needs no display.
 *
 * <pre>{@code
 * Picture.ofRun("LUFFY on the digit machine", Path.of("run")).write(Path.of("run/curves.png"));
 * }</pre>
 */
public final class Picture {

    private static final Color TEXT = new Color(0x1c2430);
    private static final Color SOFT = new Color(0x5d6b7e);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    private static final Font CAPTION = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    private static final Font LEGEND = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
    private static final int COLUMNS = 3;
    private static final int MARGIN = 16;
    private static final int CAPTION_HEIGHT = 38;
    private static final int LEGEND_HEIGHT = 22;
    private static final int LEGEND_WIDTH = 185;

    /** Pixels of the file for each of a chart. */
    private static final int SCALE = 2;

    private final String title;
    private final List<String> series;
    private final List<Figure> figures;

    /** Charts of the same size; no title if it is empty; a legend for several series. */
    Picture(String title, List<String> series, List<Figure> figures) {
        this.title = title;
        this.series = series;
        this.figures = figures;
    }

    /**
     * Shows the curves of a training run.
     *
     * @param title names the method and the task
     * @param folder the run's, finished or not
     * @return its picture
     * @throws IOException if the run's metrics cannot be read
     */
    public static Picture ofRun(String title, Path folder) throws IOException {
        RunData run = RunData.read(folder);
        return new Picture(title, List.of(run.name()), Panel.draw(List.of(run)));
    }

    /**
     * Shows chosen curves of one or several training runs.
     *
     * @param title of the picture; none if it is empty
     * @param folders of the runs, finished or not
     * @param metrics names of {@link io.github.luffyrl.djl.listener.MetricsListener}, in the order
     *     in which they are shown
     * @return a chart for each metric, with a curve for each run
     * @throws IOException if a run's metrics cannot be read
     * @throws IllegalArgumentException if a metric has no chart
     */
    public static Picture ofRuns(String title, List<Path> folders, String... metrics)
            throws IOException {
        List<RunData> runs = new ArrayList<>();
        for (Path folder : folders) {
            runs.add(RunData.read(folder));
        }
        return new Picture(
                title,
                runs.stream().map(RunData::name).toList(),
                Panel.draw(runs, Panel.of(metrics)));
    }

    /**
     * Shows what shapings make of a demonstration token's probability: the weight, and how strongly
     * the token is learned from.
     *
     * @param shapings by the names that the legend gives them
     * @return two charts over the probability
     */
    public static Picture ofShapings(Map<String, PolicyShaping> shapings) {
        List<PolicyShaping> all = List.copyOf(shapings.values());
        return new Picture(
                "",
                List.copyOf(shapings.keySet()),
                List.of(
                        new Figure(
                                "Weight",
                                "s(p) of a demonstration token",
                                Plot.overProbability(all, PolicyShaping::value)),
                        new Figure(
                                "Gradient weight",
                                "ds / d log p: how strongly the token is learned from",
                                Plot.overProbability(all, PolicyShaping::derivative))));
    }

    /**
     * Compares models by their accuracy given a prefix of a demonstration.
     *
     * @param sets for each set of problems, for each model, accuracy by the share of the
     *     demonstration; the same models in all sets
     * @return a chart for each set
     */
    public static Picture ofPrefixes(Map<String, Map<String, SortedMap<Double, Accuracy>>> sets) {
        List<String> models = List.copyOf(sets.values().iterator().next().keySet());
        List<Figure> figures = new ArrayList<>();
        sets.forEach(
                (set, curves) ->
                        figures.add(
                                new Figure(
                                        set,
                                        "accuracy, with 95 % intervals",
                                        Plot.overShares(
                                                models.stream().map(curves::get).toList()))));
        return new Picture("", models, figures);
    }

    /**
     * Compares mean accuracies.
     *
     * @param title names the task
     * @param sets the sets of problems
     * @param bars for each label, a mean for each set, 0 to 1
     * @return bars side by side for each set
     */
    public static Picture ofMeans(
            String title, List<String> sets, Map<String, List<MeanInterval>> bars) {
        Chart chart = Plot.bars(sets, List.copyOf(bars.values()));
        return new Picture(
                title,
                List.copyOf(bars.keySet()),
                List.of(new Figure("Accuracy", "mean over the seeds, with 95 % intervals", chart)));
    }

    /**
     * Writes the picture.
     *
     * @param file the PNG file; its directory is created when absent
     * @throws IOException if the file cannot be written, or the machine cannot draw: a result is
     *     worth more than its picture, so callers report this and continue
     */
    public void write(Path file) throws IOException {
        BufferedImage image = image(file.toString());
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream out = Files.newOutputStream(file)) { // ImageIO's own prints its errors
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java runtime cannot write PNG files: " + file);
            }
        }
    }

    /**
     * Draws the picture, for a notebook's cell or a window.
     *
     * @return the image, two pixels for each of the charts' own
     * @throws IOException if the machine cannot draw
     */
    public BufferedImage image() throws IOException {
        return image("the charts");
    }

    private BufferedImage image(String name) throws IOException {
        try {
            return draw();
        } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
            // The JDK reports missing fonts in any of these ways, depending on its version.
            throw new IOException(
                    "cannot draw "
                            + name
                            + " ("
                            + e
                            + "); if fonts are missing, install some, such as the packages"
                            + " fontconfig and fonts-dejavu-core",
                    e);
        }
    }

    private BufferedImage draw() {
        int columns = Math.max(1, Math.min(COLUMNS, figures.size()));
        int rows = (figures.size() + columns - 1) / columns;
        int cellWidth =
                MARGIN + figures.stream().mapToInt(f -> f.chart().width()).max().orElse(760);
        int cellHeight =
                MARGIN
                        + CAPTION_HEIGHT
                        + figures.stream().mapToInt(f -> f.chart().height()).max().orElse(0);
        int width = MARGIN + columns * cellWidth;
        int legendColumns = Math.max(1, (width - MARGIN) / LEGEND_WIDTH);
        int legendTop = MARGIN + (title.isEmpty() ? 0 : 36);
        int legendRows = series.size() > 1 ? (series.size() - 1) / legendColumns + 1 : 0;
        int top = legendTop + legendRows * LEGEND_HEIGHT;
        int height = top + rows * cellHeight;
        BufferedImage image =
                new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(SCALE, SCALE);
            text(graphics, TITLE, TEXT, title, MARGIN, MARGIN + 20, width - 2 * MARGIN);
            if (legendRows > 0) {
                drawLegend(graphics, legendColumns, legendTop);
            }
            for (int i = 0; i < figures.size(); i++) {
                int x = MARGIN + i % columns * cellWidth;
                int y = top + i / columns * cellHeight;
                draw((Graphics2D) graphics.create(x, y, cellWidth, cellHeight), figures.get(i));
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private void drawLegend(Graphics2D graphics, int columns, int top) {
        for (int i = 0; i < series.size(); i++) {
            int x = MARGIN + i % columns * LEGEND_WIDTH;
            int y = top + i / columns * LEGEND_HEIGHT;
            graphics.setColor(Color.decode(Chart.Ink.of(i).color()));
            graphics.fill(new Ellipse2D.Double(x, y + 2, 10, 10));
            text(graphics, LEGEND, TEXT, series.get(i), x + 16, y + 12, LEGEND_WIDTH - 24);
        }
    }

    private static void draw(Graphics2D graphics, Figure figure) {
        Chart chart = figure.chart();
        text(graphics, CAPTION, TEXT, figure.title(), 0, 14, chart.width());
        text(graphics, SMALL, SOFT, figure.hint(), 0, 30, chart.width());
        graphics.translate(0, CAPTION_HEIGHT);
        for (Chart.Area area : chart.areas()) {
            use(graphics, area.ink(), area.opacity());
            graphics.fill(path(area.outline()));
        }
        for (Chart.Line line : chart.lines()) {
            use(graphics, line.ink(), line.opacity());
            graphics.setStroke(
                    new BasicStroke(
                            (float) line.width(),
                            BasicStroke.CAP_BUTT,
                            BasicStroke.JOIN_ROUND,
                            10,
                            line.ink().dashed() ? new float[] {6, 3} : null,
                            0));
            graphics.draw(path(line.points()));
        }
        graphics.setComposite(AlphaComposite.SrcOver);
        for (Chart.Dot dot : chart.dots()) {
            graphics.setColor(Color.decode(dot.ink().color()));
            graphics.fill(new Ellipse2D.Double(dot.x() - 3, dot.y() - 3, 6, 6));
        }
        for (Chart.Label label : chart.labels()) {
            double width = width(label.text(), SMALL);
            double x = label.x() - (label.anchor().equals("end") ? width : width / 2);
            text(graphics, SMALL, SOFT, label.text(), x, label.y(), Integer.MAX_VALUE);
        }
        graphics.dispose();
    }

    private static void use(Graphics2D graphics, Chart.Ink ink, double opacity) {
        graphics.setColor(Color.decode(ink.color()));
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
    }

    private static Path2D path(List<Chart.Point> points) {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(points.get(0).x(), points.get(0).y());
        points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
        return path;
    }

    /** Text that does not fit is shortened. */
    private static void text(
            Graphics2D graphics,
            Font font,
            Color color,
            String text,
            double x,
            double y,
            int room) {
        String shown = text;
        while (width(shown, font) > room) {
            shown = shown.substring(0, shown.length() - 2) + "…";
        }
        graphics.setFont(font);
        graphics.setColor(color);
        graphics.drawString(shown, (float) x, (float) y);
    }

    private static double width(String text, Font font) {
        return text.isEmpty() ? 0 : font.getStringBounds(text, METRICS).getWidth();
    }
}
