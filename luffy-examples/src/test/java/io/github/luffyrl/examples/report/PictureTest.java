package io.github.luffyrl.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.djl.evaluation.Accuracy;
import io.github.luffyrl.djl.listener.MetricsListener;
import io.github.luffyrl.examples.report.Chart.Ink;
import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {

    @TempDir Path directory;

    private BufferedImage write(Picture picture) throws IOException {
        Path file = directory.resolve("a/new/directory/curves.png");
        picture.write(file);
        return ImageIO.read(file.toFile());
    }

    /** Pixels of a series' color in a cell of the grid, cells numbered in reading order. */
    private static int pixels(BufferedImage image, int cell, int columns, int rows, Ink ink) {
        int width = image.getWidth() / columns;
        int height = image.getHeight() / rows;
        int count = 0;
        for (int x = cell % columns * width; x < (cell % columns + 1) * width; x++) {
            for (int y = cell / columns * height; y < (cell / columns + 1) * height; y++) {
                count += new Color(image.getRGB(x, y)).equals(Color.decode(ink.color())) ? 1 : 0;
            }
        }
        return count;
    }

    /** A run like that of LUFFY: it learns half way through. */
    private Path run(int steps) throws IOException {
        List<String> lines = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int step = 1; step <= steps; step++) {
            double learned = 1 / (1 + Math.exp((60 - step) / 10.0));
            double solved = 0.12 + 0.8 * learned + random.nextGaussian(0, 0.03);
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put(MetricsListener.ON_POLICY_SOLVED, solved);
            metrics.put(MetricsListener.OFF_POLICY_SOLVED, 1.0);
            metrics.put(MetricsListener.REWARD, solved - 0.05);
            metrics.put(MetricsListener.ENTROPY, 1.38 * Math.exp(-step / 25.0));
            metrics.put(
                    MetricsListener.RESPONSE_TOKENS, 9 + 38 * learned + random.nextGaussian(0, 1));
            metrics.put(MetricsListener.OFF_POLICY_PROBABILITY, 0.45 + 0.3 * learned);
            StringBuilder line = new StringBuilder("{\"step\":" + step);
            metrics.forEach((name, value) -> line.append(",\"%s\":%s".formatted(name, value)));
            lines.add(line.append('}').toString());
        }
        Path folder = Files.createDirectories(directory.resolve("run"));
        Files.write(folder.resolve("metrics.jsonl"), lines);
        return folder;
    }

    @Test
    void drawsEveryCurveInItsPanelWithoutADisplay() throws IOException {
        assertTrue(GraphicsEnvironment.isHeadless());

        BufferedImage image = write(Picture.ofRun("LUFFY on the digit machine", run(160)));

        // Six metrics: three columns and two rows, each pixel drawn as 2 x 2.
        assertEquals(2 * (16 + 3 * (16 + 380)), image.getWidth());
        assertEquals(2 * (16 + 36 + 2 * (16 + 38 + 210)), image.getHeight());
        for (int cell = 0; cell < 6; cell++) {
            int pixels = pixels(image, cell, 3, 2, Ink.of(0));
            assertTrue(pixels > 500, "panel " + cell + " has " + pixels + " pixels");
        }
    }

    @Test
    void aRunWithoutDemonstrationsHasNoOffPolicyPanels() throws IOException {
        Path folder = run(10);
        Files.writeString(folder.resolve("metrics.jsonl"), "{\"step\":1,\"onPolicySolved\":0.1}\n");

        BufferedImage image = write(Picture.ofRun("GRPO on the digit machine", folder));

        assertEquals(2 * (16 + 16 + 380), image.getWidth(), "one panel");
        assertNotEquals(0, pixels(image, 0, 1, 1, Ink.of(0)), "the dot of its only step");
    }

    @Test
    void aRunWithoutStepsIsDrawnAllTheSame() throws IOException {
        assertTrue(write(Picture.ofRun("nothing yet", run(0))).getWidth() > 500);
    }

    @Test
    void modelsAndMeansAreComparedInColorsOfTheirOwn() throws IOException {
        TreeMap<Double, Accuracy> weak = new TreeMap<>(Map.of(0.0, new Accuracy(1, 9)));
        TreeMap<Double, Accuracy> strong = new TreeMap<>(Map.of(0.0, new Accuracy(8, 9)));
        Map<String, Map<String, SortedMap<Double, Accuracy>>> sets = new LinkedHashMap<>();
        sets.put("hard", new TreeMap<>(Map.of("a", weak, "b", strong)));
        sets.put("easy", new TreeMap<>(Map.of("a", strong, "b", strong)));
        BufferedImage prefixes = write(Picture.ofPrefixes(sets));
        BufferedImage means =
                write(
                        Picture.ofMeans(
                                "task",
                                List.of("hard"),
                                new TreeMap<>(
                                        Map.of(
                                                "a", List.of(MeanInterval.of(0.2, 0.3)),
                                                "b", List.of(MeanInterval.of(0.8, 0.9))))));

        for (int series = 0; series < 2; series++) {
            assertNotEquals(0, pixels(prefixes, 1, 2, 1, Ink.of(series)), "its dot");
            assertNotEquals(0, pixels(means, 0, 1, 1, Ink.of(series)), "its legend and interval");
        }
        assertEquals(0, pixels(means, 0, 1, 1, Ink.of(2)));
    }

    @Test
    void aPictureThatCannotBeDrawnIsAnIoException() {
        Chart impossible =
                new Chart(-999, 1, List.of(), List.of(), List.of(), List.of(), List.of());
        Picture undrawable = // as good as a missing font
                new Picture("", List.of(), List.of(new Figure("", "", impossible)));

        Path file = directory.resolve("curves.png");
        IOException e = assertThrows(IOException.class, () -> undrawable.write(file));

        assertTrue(e.getMessage().startsWith("cannot draw " + file), e.getMessage());
        assertTrue(e.getMessage().contains("fonts-dejavu-core"), e.getMessage());
    }

    @Test
    void aFileThatCannotBeWrittenIsAnIoException() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        Picture picture = Picture.ofRun("LUFFY", run(20));

        assertThrows(IOException.class, () -> picture.write(file.resolve("curves.png")));
    }
}
