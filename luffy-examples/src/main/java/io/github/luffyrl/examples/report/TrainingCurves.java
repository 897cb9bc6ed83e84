package io.github.luffyrl.examples.report;

import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/**
 * Draws a training run as one picture of four panels: reward, entropy, response length, and how far
 * the demonstrations are learned. Needs no display.
 *
 * <pre>{@code
 * TrainingCurves curves = new TrainingCurves("LUFFY on the digit machine");
 * curves.add(Curve.ENTROPY, step, entropy);
 * curves.write(Path.of("run/curves.png"));
 * }</pre>
 */
public final class TrainingCurves {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 800;
    private static final int HEADER = 52;

    private final String title;
    private final Map<Curve, NavigableMap<Integer, Double>> values = new EnumMap<>(Curve.class);

    /**
     * Starts without values.
     *
     * @param title above the panels; names the method and the task
     */
    public TrainingCurves(String title) {
        this.title = title;
    }

    /**
     * Adds a point. A value that is not finite, such as the off-policy probability of a step
     * without demonstrations, leaves its step out.
     *
     * @param curve what was measured
     * @param step the optimizer step
     * @param value in the curve's unit; replaces that of the same step
     */
    public void add(Curve curve, int step, double value) {
        if (Double.isFinite(value)) {
            values.computeIfAbsent(curve, c -> new TreeMap<>()).put(step, value);
        }
    }

    /**
     * Writes the picture, 1200 x 800 pixels.
     *
     * @param file the PNG file; its directory is created when absent
     * @throws IOException if the file cannot be written, or the machine cannot draw: a training
     *     result is worth more than its picture, so callers report this and go on
     */
    public void write(Path file) throws IOException {
        BufferedImage image;
        try {
            image = draw();
        } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
            // The JDK reports missing fonts in any of these ways, depending on its version.
            throw new IOException(
                    "cannot draw "
                            + file
                            + " ("
                            + e
                            + "); if fonts are missing, install some, such as the packages"
                            + " fontconfig and fonts-dejavu-core",
                    e);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (OutputStream out = Files.newOutputStream(file)) { // ImageIO's own prints its errors
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java runtime cannot write PNG files: " + file);
            }
        }
    }

    private BufferedImage draw() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, WIDTH, HEIGHT);
            graphics.setColor(PanelChart.TEXT);
            centred(graphics, title, PanelChart.font(Font.BOLD, 24), WIDTH / 2, 36);
            int width = WIDTH / 2;
            int height = (HEIGHT - HEADER) / 2;
            int x = 0;
            int y = HEADER;
            for (Curve.Panel panel : Curve.Panel.values()) {
                Graphics2D part = (Graphics2D) graphics.create(x, y, width, height);
                draw(panel, part, width, height);
                part.dispose();
                x = (x + width) % WIDTH;
                y += x == 0 ? height : 0;
            }
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private void draw(Curve.Panel panel, Graphics2D graphics, int width, int height) {
        EnumMap<Curve, NavigableMap<Integer, Double>> curves = new EnumMap<>(values);
        curves.keySet().removeIf(curve -> curve.panel != panel);
        if (curves.isEmpty()) {
            centred(graphics, panel.title, PanelChart.font(Font.BOLD, 16), width / 2, 24);
            centred(graphics, "no data", PanelChart.font(Font.PLAIN, 14), width / 2, height / 2);
        } else {
            new PanelChart(panel, width, height).with(curves).paint(graphics, width, height);
        }
    }

    private static void centred(Graphics2D graphics, String text, Font font, int x, int y) {
        graphics.setFont(font);
        graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
    }
}
