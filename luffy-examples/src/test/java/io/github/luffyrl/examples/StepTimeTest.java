package io.github.luffyrl.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table of docs/scale.md has the figures of the formulas above it. */
class StepTimeTest {

    private static final double ARITHMETIC = 990e12 * 0.4; // FLOP/s
    private static final double MEMORY = 3.35e12 * 0.6; // bytes/s
    private static final double NEAR = 450e9; // bytes/s, within 8 GPUs
    private static final double FAR = 50e9;
    private static final double DECODING = 0.010; // s
    private static final int RESPONSES = 128 * 8;
    private static final double PROMPT = 200; // tokens
    private static final double MEAN = 2500;
    private static final double LONGEST = 8192;
    private static final double VERIFICATION = 0.050; // s per response
    private static final int CORES = 12; // per GPU

    private record Size(String name, double weights, double cacheBytes) {}

    private static final List<Size> SIZES =
            List.of(new Size("1.5 B", 1.54e9, 28_672), new Size("7 B", 7.6e9, 57_344));

    @Test
    void theTableIsThatOfTheFormulas() throws IOException {
        List<String> computed = new ArrayList<>();
        for (Size size : SIZES) {
            for (int gpus : new int[] {8, 16, 64, 256, 1024}) {
                computed.add(row(size, gpus));
            }
        }
        List<String> written =
                Files.readAllLines(Path.of("../docs/scale.md")).stream()
                        .filter(line -> line.matches("\\| [\\d.]+ B \\| \\d+ \\|.*%.*"))
                        .toList();
        assertEquals(String.join("\n", computed), String.join("\n", written));
    }

    private static String row(Size size, int gpus) {
        double p = size.weights();
        double open = Math.max(1, (double) RESPONSES / gpus * MEAN / LONGEST);
        double read = (2 * p + open * (PROMPT + MEAN) * size.cacheBytes()) / MEMORY;
        double generation = LONGEST * (DECODING + Math.max(read, 2 * p * open / ARITHMETIC));
        double links = gpus <= 8 ? NEAR : FAR;
        double broadcast = 2 * p / links;
        double training = 8 * p * RESPONSES * (PROMPT + MEAN) / (gpus * ARITHMETIC);
        double gradients = 2.0 * (gpus - 1) / gpus * 2 * p / links;
        double verification = Math.max(VERIFICATION, RESPONSES * VERIFICATION / (CORES * gpus));
        double step = generation + broadcast + training + gradients + verification;
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.0f | %.2f | %.1f | %.2f | %.2f | %.0f | %.0f %% |",
                size.name(),
                gpus,
                generation,
                broadcast,
                training,
                gradients,
                verification,
                step,
                100 * generation / step);
    }
}
