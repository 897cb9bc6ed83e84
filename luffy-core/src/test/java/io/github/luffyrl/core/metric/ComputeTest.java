package io.github.luffyrl.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ComputeTest {

    @Test
    void aForwardTokenCostsTwoOperationsAParameterAndAnUpdatedOneSix() {
        // 1000 parameters: 30 tokens * 2 * 1000 + 5 tokens * 6 * 1000
        assertEquals(90_000, new Compute(30, 5).flops(1000));
    }

    @Test
    void aTrainingOfTheLargestModelsDoesNotOverflow() {
        // 1e12 parameters, 1e13 tokens
        assertEquals(2e25, new Compute(10_000_000_000_000L, 0).flops(1_000_000_000_000L), 1e11);
    }

    @Test
    void computeAddsUp() {
        assertEquals(new Compute(4, 6), new Compute(1, 2).plus(new Compute(3, 4)));
        assertEquals(new Compute(1, 2), Compute.ZERO.plus(new Compute(1, 2)));
    }

    @Test
    void negativeCountsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new Compute(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Compute(0, -1));
    }
}
