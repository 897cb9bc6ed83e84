package io.github.luffyrl.core.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupStatisticsTest {

    @Test
    void sharesWithoutRowsAreNaN() {
        GroupStatistics none = GroupStatistics.of(List.of(), RewardLevels.STANDARD);

        assertEquals(0, none.noneSolved());
        assertTrue(Double.isNaN(none.solved()));
        assertTrue(Double.isNaN(none.failed()));
        assertTrue(Double.isNaN(none.onSolved()));
        assertTrue(Double.isNaN(none.offSolved()));
    }

    @Test
    void aStepOfDemonstrationsAloneHasNoOnPolicyShare() {
        GroupStatistics statistics =
                GroupStatistics.of(
                        List.of(new GroupRewards(new double[] {1, 0}, new boolean[] {true, true})),
                        RewardLevels.STANDARD);

        assertTrue(Double.isNaN(statistics.onSolved()));
        assertEquals(1 / 2.000001, statistics.offSolved(), 1e-15);
    }

    @Test
    void levelsAreComparedExactly() {
        // 0.999 is neither a success nor a failure, but makes the group a mixed one.
        double[] rewards = {1, 0.999, 0};
        GroupStatistics statistics =
                GroupStatistics.of(
                        List.of(new GroupRewards(rewards, new boolean[3])), RewardLevels.STANDARD);

        assertEquals(RewardLevels.Outcome.MIXED, RewardLevels.STANDARD.outcome(rewards));
        assertEquals(1 / 3.0, statistics.solved(), 1e-15);
        assertEquals(1 / 3.0, statistics.failed(), 1e-15);
    }

    @Test
    void aGroupOfOneLevelHasNoSignal() {
        assertEquals(
                RewardLevels.Outcome.ALL_MALFORMED,
                RewardLevels.PENALISED.outcome(new double[] {-1, -1}));
        assertEquals(
                RewardLevels.Outcome.NONE_SOLVED,
                RewardLevels.PENALISED.outcome(new double[] {-0.5, -0.5}));
        assertEquals(
                RewardLevels.Outcome.ALL_SOLVED,
                RewardLevels.PENALISED.outcome(new double[] {1, 1}));
    }

    @Test
    void aGroupNeedsRowsAndOneMarkForEach() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new GroupRewards(new double[0], new boolean[0]));
        assertThrows(
                IllegalArgumentException.class,
                () -> new GroupRewards(new double[2], new boolean[1]));
    }
}
