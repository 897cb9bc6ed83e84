package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.ReferencePrefixOptions.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReferencePrefixOptionsTest {

    private static final PrefixRatio SHARED_RANDOM =
            new PrefixRatio.Shared(new PrefixRatio.Uniform(0.1, 0.9));

    @ParameterizedTest
    @EnumSource(names = {"RANDOM", "LINEAR_MAX", "REVERSE_LINEAR"})
    void sharingTurnsAStrategyIntoRandom(Strategy strategy) {
        assertEquals(
                new PartialDemonstration(PrefixedRows.first(2), SHARED_RANDOM),
                options(strategy, 2, true).schedule());
    }

    @Test
    void noRowsMeansAllRowsWhenSharedAndNoneOtherwise() {
        assertEquals(
                new PartialDemonstration(PrefixedRows.all(), SHARED_RANDOM),
                options(Strategy.RANDOM, 0, true).schedule());
        assertEquals(PrefixSchedule.none(), options(Strategy.RANDOM, 0, false).schedule());
    }

    @Test
    void minusOneMeansAllRows() {
        assertEquals(
                new PartialDemonstration(PrefixedRows.all(), new PrefixRatio.LinearMax(0.8, 300)),
                options(Strategy.LINEAR_MAX, -1, false).schedule());
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, false", "LINEAR_VARIANCE, false", "LINEAR_VARIANCE, true", "FIXED, true"})
    void whatFailsInTheReferenceIsRejectedAtTheStart(Strategy strategy, boolean shared) {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> options(strategy, 0, shared).schedule());

        assertTrue(
                error.getMessage().startsWith("prefix_strategy = " + strategy), error.getMessage());
    }

    @Test
    void aNumberOfRowsBelowMinusOneIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> options(Strategy.RANDOM, -2, false));
    }

    private static ReferencePrefixOptions options(Strategy strategy, int rows, boolean shared) {
        return new ReferencePrefixOptions(strategy, rows, shared, 0.1, 0.9, 300, 0.8);
    }
}
