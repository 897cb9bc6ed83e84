package io.github.luffyrl.core.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlongPenaltyTest {

    private static final Problem PROBLEM = Problem.of("p", "Why?", "");

    /** Limit 100, buffer 20: 0 up to 80 tokens, then 1/20 less for each token. */
    @ParameterizedTest
    @CsvSource({"1, 0", "80, 0", "81, -0.05", "90, -0.5", "100, -1", "500, -1"})
    void itGrowsOverTheBuffer(int tokens, double penalty) {
        Reward reward =
                new OverlongPenalty(100, 20).score(PROBLEM, new Completion("x", tokens, true));
        assertEquals(penalty, reward.value(), 1e-12);
        assertFalse(reward.solved());
    }

    @Test
    void impossibleBuffersAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new OverlongPenalty(10, 0));
        assertThrows(IllegalArgumentException.class, () -> new OverlongPenalty(10, 11));
    }
}
