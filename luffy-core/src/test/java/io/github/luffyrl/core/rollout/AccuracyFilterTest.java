package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AccuracyFilterTest {

    @Test
    void bothBoundsAreKept() {
        AccuracyFilter filter = new AccuracyFilter(0.25, 0.75);

        assertFalse(filter.keeps(new double[] {0, 0, 0, 0}));
        assertTrue(filter.keeps(new double[] {1, 0, 0, 0}));
        assertTrue(filter.keeps(new double[] {1, 1, 1, 0}));
        assertFalse(filter.keeps(new double[] {1, 1, 1, 1}));
    }

    @Test
    void boundsThatNothingMeetsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new AccuracyFilter(0.8, 0.2));
        assertThrows(IllegalArgumentException.class, () -> new AccuracyFilter(Double.NaN, 1));
    }

    @Test
    void aGroupWithoutRowsIsRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AccuracyFilter(0, 1).keeps(new double[0]));
    }
}
