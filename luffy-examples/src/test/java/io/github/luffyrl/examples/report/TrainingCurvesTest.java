package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCurvesTest {

    @TempDir Path directory;

    private BufferedImage write(TrainingCurves curves) throws IOException {
        Path file = directory.resolve("a/new/directory/curves.png");
        curves.write(file);
        return ImageIO.read(file.toFile());
    }

    /** Pixels of one panel (0 top left .. 3 bottom right) that have a curve's colour. */
    private static int pixels(BufferedImage image, int panel, Curve curve) {
        int x0 = panel % 2 * 600;
        int y0 = 52 + panel / 2 * 374;
        int count = 0;
        for (int x = x0; x < x0 + 600; x++) {
            for (int y = y0; y < y0 + 374; y++) {
                count += new Color(image.getRGB(x, y)).equals(curve.color) ? 1 : 0;
            }
        }
        return count;
    }

    /** A run like that of LUFFY: it learns half way through. */
    private static TrainingCurves run() {
        TrainingCurves curves = new TrainingCurves("LUFFY on the digit machine");
        SplittableRandom random = new SplittableRandom(1);
        for (int step = 1; step <= 160; step++) {
            double learned = 1 / (1 + Math.exp((60 - step) / 10.0));
            double solved = 0.12 + 0.8 * learned + random.nextGaussian(0, 0.03);
            curves.add(Curve.ON_POLICY_SOLVE_RATE, step, solved);
            curves.add(Curve.OFF_POLICY_SOLVE_RATE, step, 1);
            curves.add(Curve.REWARD, step, solved - 0.05);
            curves.add(Curve.ENTROPY, step, 1.38 * Math.exp(-step / 25.0));
            curves.add(Curve.RESPONSE_LENGTH, step, 9 + 38 * learned + random.nextGaussian(0, 1));
            curves.add(Curve.OFF_POLICY_PROBABILITY, step, 0.45 + 0.3 * learned);
            curves.add(Curve.GRADIENT_NORM, step, 0.2 + Math.exp(random.nextGaussian(-1, 0.4)));
        }
        return curves;
    }

    @Test
    void drawsEveryCurveInItsPanelWithoutADisplay() throws IOException {
        assertTrue(GraphicsEnvironment.isHeadless());

        BufferedImage image = write(run());

        assertEquals(1200, image.getWidth());
        assertEquals(800, image.getHeight());
        List<Curve.Panel> panels = List.of(Curve.Panel.values());
        for (Curve curve : Curve.values()) {
            // A line across the panel has some hundred pixels; one in the legend alone some 50.
            int pixels = pixels(image, panels.indexOf(curve.panel), curve);
            assertTrue(pixels > 150, curve + " has " + pixels + " pixels");
        }
        assertEquals(0, pixels(image, 1, Curve.GRADIENT_NORM));
    }

    @Test
    void aRunWithoutDemonstrationsHasNoOffPolicyCurves() throws IOException {
        TrainingCurves curves = new TrainingCurves("GRPO on the digit machine");
        for (int step = 1; step <= 10; step++) {
            curves.add(Curve.ON_POLICY_SOLVE_RATE, step, 0.1);
            curves.add(Curve.OFF_POLICY_SOLVE_RATE, step, Double.NaN);
            curves.add(Curve.OFF_POLICY_PROBABILITY, step, Double.NaN);
            curves.add(Curve.GRADIENT_NORM, step, 0.3);
        }

        BufferedImage image = write(curves);

        assertEquals(0, pixels(image, 0, Curve.OFF_POLICY_SOLVE_RATE));
        assertEquals(0, pixels(image, 3, Curve.OFF_POLICY_PROBABILITY));
        assertNotEquals(0, pixels(image, 0, Curve.ON_POLICY_SOLVE_RATE));
        assertNotEquals(0, pixels(image, 3, Curve.GRADIENT_NORM));
    }

    @Test
    void aRunOfOneStepOrNoneIsDrawnAllTheSame() throws IOException {
        assertEquals(1200, write(new TrainingCurves("nothing yet")).getWidth());

        TrainingCurves curves = new TrainingCurves("one step");
        curves.add(Curve.ENTROPY, 1, 1.4);
        assertNotEquals(0, pixels(write(curves), 1, Curve.ENTROPY));
    }

    @Test
    void aPictureThatCannotBeDrawnIsAnIoException() {
        TrainingCurves undrawable = new TrainingCurves(null); // as good as a missing font

        Path file = directory.resolve("curves.png");
        IOException e = assertThrows(IOException.class, () -> undrawable.write(file));

        assertTrue(e.getMessage().startsWith("cannot draw " + file), e.getMessage());
        assertTrue(e.getMessage().contains("fonts-dejavu-core"), e.getMessage());
    }

    @Test
    void aFileThatCannotBeWrittenIsAnIoException() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThrows(IOException.class, () -> run().write(file.resolve("curves.png")));
    }
}
