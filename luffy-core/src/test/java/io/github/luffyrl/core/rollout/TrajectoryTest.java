package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.PrefixUse;
import io.github.luffyrl.core.problem.Tokens;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryTest {

    static Stream<Trajectory> differentInOneComponent() {
        return Stream.of(
                new Trajectory(ints(9, 2), ints(3, 4), 1, new float[] {0, -0.5f}, true),
                new Trajectory(ints(1, 2), ints(3, 9), 1, new float[] {0, -0.5f}, true),
                new Trajectory(ints(1, 2), ints(3, 4), 2, new float[] {0, -0.5f}, true),
                new Trajectory(ints(1, 2), ints(3, 4), 1, new float[] {0, -0.9f}, true),
                new Trajectory(ints(1, 2), ints(3, 4), 1, new float[] {0, -0.5f}, false),
                new Trajectory(
                        ints(1, 2),
                        ints(3, 4),
                        1,
                        PrefixUse.TRAINED,
                        new float[] {0, -0.5f},
                        new float[] {0, -0.4f},
                        true));
    }

    @Test
    void trajectoriesOfTheSameContentAreEqual() {
        assertEquals(trajectory(), trajectory());
        assertEquals(trajectory().hashCode(), trajectory().hashCode());
    }

    @ParameterizedTest
    @MethodSource("differentInOneComponent")
    void everyComponentCounts(Trajectory other) {
        assertNotEquals(trajectory(), other);
    }

    @Test
    void aTrajectoryCannotBeChangedFromOutside() {
        float[] logProbs = {0, -0.5f};
        Trajectory trajectory = new Trajectory(ints(1, 2), ints(3, 4), 1, logProbs, true);

        logProbs[0] = 9;
        trajectory.logProbs()[1] = 9;
        trajectory.samplingLogProbs()[1] = 9;

        assertEquals(trajectory(), trajectory);
    }

    @Test
    void promptAndResponseAreJoined() {
        Trajectory row = new Trajectory(ints(1, 2), ints(3, 4, 5), 0, new float[3], true);

        assertEquals(ints(1, 2, 3, 4, 5), row.tokens());
        assertEquals(5, row.length());
        assertEquals(3, row.responseLength());
    }

    @Test
    void anyPrefixTokenMakesItOffPolicy() {
        float[] logProbs = {0, 0};

        assertFalse(new Trajectory(ints(1), ints(3, 4), 0, logProbs, true).offPolicy());
        assertTrue(new Trajectory(ints(1), ints(3, 4), 1, logProbs, true).offPolicy());
        assertTrue(new Trajectory(ints(1), ints(3, 4), 2, logProbs, true).offPolicy());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void aPrefixOutsideTheResponseIsRejectedByItsLength(int prefixLength) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new Trajectory(
                                        ints(1), ints(3, 4), prefixLength, new float[2], true));

        assertEquals(
                "prefixLength = " + prefixLength + " is outside 0..2, the response's length",
                error.getMessage());
    }

    @Test
    void aRowBehindAContextIsOnPolicyAndTrainsOnlyWhatWasSampled() {
        Trajectory row =
                new Trajectory(
                        ints(1),
                        ints(3, 4, 5),
                        2,
                        PrefixUse.CONTEXT,
                        new float[3],
                        new float[3],
                        true);

        assertFalse(row.offPolicy());
        assertEquals(0, row.offPolicyLength());
        assertEquals(2, row.contextLength());
        assertEquals(1, row.trainedLength());
        assertEquals(1, row.sampledLength());
    }

    @Test
    void aRowBehindATrainedPrefixTrainsAllOfItsResponse() {
        Trajectory row = new Trajectory(ints(1), ints(3, 4, 5), 2, new float[3], true);

        assertEquals(2, row.offPolicyLength());
        assertEquals(0, row.contextLength());
        assertEquals(3, row.trainedLength());
        assertEquals(1, row.sampledLength());
    }

    @Test
    void missingLogProbabilitiesAreRejectedByTheirCounts() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Trajectory(ints(1), ints(3, 4), 0, new float[1], true));

        assertEquals("1 log-probabilities for 2 response tokens", error.getMessage());
    }

    @Test
    void missingSamplingLogProbabilitiesAreRejectedByTheirCounts() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new Trajectory(
                                        ints(1),
                                        ints(3),
                                        0,
                                        PrefixUse.TRAINED,
                                        new float[1],
                                        new float[2],
                                        true));

        assertEquals("2 sampling log-probabilities for 1 response tokens", error.getMessage());
    }

    @Test
    void anEmptyResponseIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Trajectory(ints(1), ints(), 0, new float[0], true));
    }

    private static Trajectory trajectory() {
        return new Trajectory(ints(1, 2), ints(3, 4), 1, new float[] {0, -0.5f}, true);
    }

    private static Tokens ints(int... values) {
        return Tokens.of(values);
    }
}
