package io.github.luffyrl.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JointGroupAdvantageTest {

    static Stream<AdvantageScale> scales() {
        return Stream.of(AdvantageScale.none(), AdvantageScale.standardDeviation());
    }

    @Test
    void centredAdvantageIsTheDistanceFromTheGroupMean() {
        // One demonstration solves it, seven rollouts fail: mean 1/8.
        double[] advantages = centred(1, 0, 0, 0, 0, 0, 0, 0);

        assertArrayEquals(
                new double[] {0.875, -0.125, -0.125, -0.125, -0.125, -0.125, -0.125, -0.125},
                advantages);
    }

    @Test
    void aDemonstrationGetsLittleAdvantageOnceThePolicySucceeds() {
        // mean 3/4
        assertArrayEquals(new double[] {0.25, 0.25, 0.25, -0.75}, centred(1, 1, 1, 0));
    }

    @Test
    void standardisedAdvantageDividesByTheBesselCorrectedDeviation() {
        // mean 1/4; squares 9/16 + 3 * 1/16 = 3/4; std = sqrt(3/4 / 3) = 1/2
        double divisor = 0.5 + 1e-6;

        assertArrayEquals(
                new double[] {0.75 / divisor, -0.25 / divisor, -0.25 / divisor, -0.25 / divisor},
                standardised(1, 0, 0, 0),
                1e-15);
    }

    @Test
    void aLoneRowKeepsItsReward() {
        assertArrayEquals(new double[] {3}, centred(3));
        assertArrayEquals(new double[] {3 / (1 + 1e-6)}, standardised(3), 1e-15);
    }

    @ParameterizedTest
    @MethodSource("scales")
    void demonstrationsAndRolloutsShareOneBaseline(AdvantageScale scale) {
        double[] rewards = {1, 0.5, 0, 0};
        JointGroupAdvantage estimator = new JointGroupAdvantage(scale);

        assertArrayEquals(
                estimator.advantages(rewards, new boolean[] {false, false, false, false}),
                estimator.advantages(rewards, new boolean[] {true, true, false, false}));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aRewardThatIsNotFiniteIsRejectedByItsValue(double bad) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> centred(0, bad, 1));

        assertTrue(error.getMessage().contains(String.valueOf(bad)), error.getMessage());
    }

    @Test
    void rewardsAndMarksOfDifferentLengthAreRejectedByTheirCounts() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                JointGroupAdvantage.centered()
                                        .advantages(new double[2], new boolean[3]));

        assertEquals(
                "2 rewards and 3 off-policy marks: need one of each per row, at least one row",
                error.getMessage());
    }

    private static double[] centred(double... rewards) {
        return JointGroupAdvantage.centered().advantages(rewards, new boolean[rewards.length]);
    }

    private static double[] standardised(double... rewards) {
        return JointGroupAdvantage.standardized().advantages(rewards, new boolean[rewards.length]);
    }
}
