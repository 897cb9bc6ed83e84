package io.github.luffyrl.core.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class RewardPlacementTest {

    @Test
    void theRewardStandsAtTheLastTokenThatCounts() {
        assertArrayEquals(
                new double[] {0, -0.5, 0},
                RewardPlacement.atLastToken(-0.5, new boolean[] {true, true, false}));
    }

    @Test
    void anEmptyResponseIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RewardPlacement.atLastToken(1, new boolean[3]));
    }
}
