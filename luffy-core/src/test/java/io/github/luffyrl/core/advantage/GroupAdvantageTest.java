package io.github.luffyrl.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every estimator of a group, and numbers worked out by hand for each. */
class GroupAdvantageTest {

    static Stream<AdvantageEstimator> all() {
        return Stream.concat(withBaseline(), Stream.of(new ReinforceAdvantage()));
    }

    static Stream<AdvantageEstimator> withBaseline() {
        return Stream.of(
                JointGroupAdvantage.centered(),
                JointGroupAdvantage.standardized(),
                new SplitGroupAdvantage(AdvantageScale.none()),
                new SplitGroupAdvantage(AdvantageScale.standardDeviation()),
                new LeaveOneOutAdvantage(),
                GroupMeanAdvantage.drGrpo(),
                GroupMeanAdvantage.oat(),
                GroupMeanAdvantage.trl());
    }

    @ParameterizedTest
    @MethodSource("withBaseline")
    void addingAConstantToAllRewardsChangesNothing(AdvantageEstimator estimator) {
        boolean[] offPolicy = {true, false, false, false};

        assertArrayEquals(
                estimator.advantages(new double[] {1, 0.25, 0, 0.5}, offPolicy),
                estimator.advantages(new double[] {8, 7.25, 7, 7.5}, offPolicy),
                1e-12);
    }

    @ParameterizedTest
    @MethodSource("all")
    void advantagesFollowTheirRows(AdvantageEstimator estimator) {
        double[] advantages =
                estimator.advantages(
                        new double[] {1, 0.5, 0, 2}, new boolean[] {true, false, false, false});
        double[] moved =
                estimator.advantages(
                        new double[] {2, 0, 1, 0.5}, new boolean[] {false, false, true, false});

        assertArrayEquals(
                new double[] {advantages[3], advantages[2], advantages[0], advantages[1]},
                moved,
                1e-12);
    }

    @ParameterizedTest
    @MethodSource("withBaseline")
    void equalRewardsHaveExactlyNoAdvantage(AdvantageEstimator estimator) {
        // In double arithmetic the mean of three 0.1 is 0.10000000000000002.
        assertArrayEquals(
                new double[3], estimator.advantages(new double[] {0.1, 0.1, 0.1}, new boolean[3]));
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRewardThatIsNotFiniteIsRejectedByItsValue(AdvantageEstimator estimator) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> estimator.advantages(new double[] {0, Double.NaN}, new boolean[2]));

        assertEquals("reward NaN in [0.0, NaN] is not finite", error.getMessage());
    }

    @ParameterizedTest
    @MethodSource("all")
    void anEmptyGroupIsRejected(AdvantageEstimator estimator) {
        assertThrows(
                IllegalArgumentException.class,
                () -> estimator.advantages(new double[0], new boolean[0]));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theRewardsAreLeftAlone(AdvantageEstimator estimator) {
        double[] rewards = {1, 0};

        Arrays.fill(estimator.advantages(rewards, new boolean[2]), 9);

        assertArrayEquals(new double[] {1, 0}, rewards);
    }

    @Test
    void theSplitComparesDemonstrationsWithOnPolicyRowsAlone() {
        // On-policy rewards 1, 0, 0, 1: mean 1/2, std sqrt(4 * 1/4 / 3) = sqrt(1/3).
        double[] rewards = {2, 1, 0, 0, 1};
        boolean[] offPolicy = {true, false, false, false, false};
        double divisor = Math.sqrt(1.0 / 3) + 1e-6;

        assertArrayEquals(
                new double[] {1.5, 0.5, -0.5, -0.5, 0.5},
                new SplitGroupAdvantage(AdvantageScale.none()).advantages(rewards, offPolicy),
                1e-15);
        assertArrayEquals(
                new double[] {
                    1.5 / divisor, 0.5 / divisor, -0.5 / divisor, -0.5 / divisor, 0.5 / divisor
                },
                new SplitGroupAdvantage(AdvantageScale.standardDeviation())
                        .advantages(rewards, offPolicy),
                1e-14);
    }

    @Test
    void theSplitDividesByNothingWhereAllOnPolicyRowsAreEqual() {
        // Three rewards of 0.1: their deviation must count as 1, not as rounding noise.
        double[] advantages =
                new SplitGroupAdvantage(AdvantageScale.standardDeviation())
                        .advantages(
                                new double[] {1.1, 0.1, 0.1, 0.1},
                                new boolean[] {true, false, false, false});

        assertArrayEquals(new double[] {1 / (1 + 1e-6), 0, 0, 0}, advantages, 1e-15);
    }

    @Test
    void theSplitNeedsAnOnPolicyRow() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new SplitGroupAdvantage(AdvantageScale.none())
                                        .advantages(
                                                new double[] {1, 0}, new boolean[] {true, true}));

        assertTrue(error.getMessage().contains("[1.0, 0.0]"), error.getMessage());
    }

    @Test
    void leaveOneOutComparesWithTheMeanOfTheOthers() {
        // 1 - (0 + 0.5) / 2; 0 - (1 + 0.5) / 2; 0.5 - (1 + 0) / 2
        assertArrayEquals(
                new double[] {0.75, -0.75, 0},
                new LeaveOneOutAdvantage().advantages(new double[] {1, 0, 0.5}, new boolean[3]),
                1e-15);
        assertArrayEquals(
                new double[] {3},
                new LeaveOneOutAdvantage().advantages(new double[] {3}, new boolean[1]));
    }

    @Test
    void reinforceHasNoBaseline() {
        assertArrayEquals(
                new double[] {1, 0, -0.5},
                new ReinforceAdvantage().advantages(new double[] {1, 0, -0.5}, new boolean[3]));
    }

    @Test
    void theGroupMeanIsDividedByAsMuchAsItsSourceSays() {
        // mean 1/4, std 1/2
        double[] rewards = {1, 0, 0, 0};

        assertEquals(
                0.75, GroupMeanAdvantage.drGrpo().advantages(rewards, new boolean[4])[0], 1e-15);
        assertEquals(
                0.75 / (0.5 + 1e-8),
                GroupMeanAdvantage.oat().advantages(rewards, new boolean[4])[0],
                1e-15);
        assertEquals(
                0.75 / (0.5 + 1e-4),
                GroupMeanAdvantage.trl().advantages(rewards, new boolean[4])[0],
                1e-15);
    }

    @Test
    void aLoneRowIsItsOwnMeanAndHasNoDeviation() {
        double[] lone = {3};

        assertArrayEquals(
                new double[] {0}, GroupMeanAdvantage.drGrpo().advantages(lone, new boolean[1]));
        for (GroupMeanAdvantage scaled :
                List.of(GroupMeanAdvantage.oat(), GroupMeanAdvantage.trl())) {
            assertThrows(
                    IllegalArgumentException.class, () -> scaled.advantages(lone, new boolean[1]));
        }
    }

    @Test
    void anEpsilonOfZeroIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new AdvantageScale.StandardDeviation(0));
    }
}
