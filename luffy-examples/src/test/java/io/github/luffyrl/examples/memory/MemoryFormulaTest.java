package io.github.luffyrl.examples.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.djl.model.Recomputation;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryFormulaTest {

    @Test
    void theFormulaIsThatOfTheGuide() {
        // weights: 2 * 4096 * 256 + 256 + 4 * (2 * 256^2 + 2 * 256 * 64 + 3 * 256 * 1024 + 512)
        long weights = 5_900_544;
        // a = 6 * 256 + 2 * 256 + 2 * 64 + 5 * 1024 + 8 * 256 = 9344; kept = 2048 * (4 a + 3 * 256)
        long kept = 2048L * 38_144;
        long logits = 3L * 2048L * 4096;
        assertEquals(4 * (4 * weights + kept + logits), peak(Recomputation.NONE, 0));
        // b = 3 * 1024, more than 3 * 256 * 4096 + 256 * 4096 per token
        assertEquals(4 * (4 * weights + kept + 2048L * 3072), peak(Recomputation.SCORES, 0));
        assertEquals(
                4 * (4 * weights + 2048L * 6 * 256 + 2048L * (9344 + 3072)),
                peak(Recomputation.SCORES_AND_LAYERS, 0));
        // rank 8: 4 * 8 * (2 * 512 + 2 * 320 + 3 * 1280) weights; a loses 512, gains 56
        long adapter = 176_128;
        assertEquals(
                4 * (weights + 4 * adapter + 2048L * 6 * 256 + 2048L * (8888 + 3072)),
                peak(Recomputation.SCORES_AND_LAYERS, 8));
    }

    private static long peak(Recomputation recomputation, int rank) {
        return MemoryFormula.of(new MemoryPoint(recomputation, 4, 256, 8, 1024, 4096, 8, 256, rank))
                .peak();
    }

    @Test
    void aPointSurvivesTheCommandLineOfItsProcess() {
        for (MemoryPoint point : MemoryPoint.DEFAULTS) {
            List<String> arguments = point.arguments();
            assertEquals(point, MemoryPoint.parse(arguments.toArray(String[]::new)));
        }
    }
}
