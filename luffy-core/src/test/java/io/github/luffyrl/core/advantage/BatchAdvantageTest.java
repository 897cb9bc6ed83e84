package io.github.luffyrl.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.rollout.ResponseMask;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchAdvantageTest {

    @Test
    void groupsMayBeInterleavedAndOfUnequalSize() {
        // a: 1, 0, 0.5 with mean 0.5; b: 4, 0 with mean 2
        double[] advantages =
                new BatchAdvantage(JointGroupAdvantage.centred())
                        .advantages(
                                new double[] {1, 4, 0, 0.5, 0},
                                new boolean[5],
                                List.of("a", "b", "a", "a", "b"));

        assertArrayEquals(new double[] {0.5, 2, -0.5, 0, -2}, advantages, 1e-15);
    }

    @Test
    void aRefusedGroupIsNamed() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new BatchAdvantage(new SplitGroupAdvantage(AdvantageScale.none()))
                                        .advantages(
                                                new double[] {1, 0, 1},
                                                new boolean[] {true, false, true},
                                                List.of("easy", "easy", "hard")));

        assertTrue(error.getMessage().startsWith("group hard: "), error.getMessage());
    }

    @Test
    void rowsWithoutAGroupAreRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new BatchAdvantage(JointGroupAdvantage.centred())
                                .advantages(new double[2], new boolean[2], List.of("a")));
    }

    @Test
    void everyTokenOfARowGetsItsAdvantageAndPaddingNone() {
        ResponseMask mask =
                new ResponseMask(new boolean[][] {{true, true, false}, {true, false, false}});

        assertArrayEquals(
                new double[][] {{0.5, 0.5, 0}, {-2, 0, 0}},
                BatchAdvantage.perToken(new double[] {0.5, -2}, mask));
    }
}
