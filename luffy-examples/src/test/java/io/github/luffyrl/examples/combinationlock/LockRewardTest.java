package io.github.luffyrl.examples.combinationlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Problem;
import io.github.luffyrl.core.rollout.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockRewardTest {

    private static double reward(String prompt, String response, boolean finished) {
        return new LockReward()
                .score(
                        Problem.of("an-id", prompt, ""),
                        new Completion(response, response.length(), finished))
                .value();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "42|24= a3a2b3b4 1", // wheel after wheel
                "42|24= b3a3b4a2 1", // any order
                "05|96= a9b6 1", // past zero
                "05|50= a1a2a3a4a5b4b3b2b1b0 1", // half a turn, up or down
                "05|50= a9a8a7a6a5b6b7b8b9b0 1",
                "42|24= a3a2b3 0", // not open
                "42|24= a3a2b3b4b5b4 0", // open, but not in the fewest turns
                "42|24= a2b4a2b4 0", // turns by two
                "42|24= a3b3a2b5 0", // another target
                "42|24= a3a2b3c4 0", // no such wheel
                "42|24= a3a2b3bx 0",
                "42|24= A3a2b3b4 0",
                "42|24= 24242424 0",
            })
    void countsWhatOpensTheLockInTheFewestTurns(String prompt, String response, double expected) {
        assertEquals(expected, reward(prompt, response, true));
    }

    @Test
    void anUnfinishedResponseIsWrong() {
        assertEquals(0, reward("42|24=", "a3a2b3b4", false));
    }

    @Test
    void whatIsNoLockIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> reward("42|2=", "a3", true));
        assertThrows(IllegalArgumentException.class, () -> reward("turn", "a3", true));
    }
}
