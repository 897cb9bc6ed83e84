package io.github.luffyrl.core.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.advantage.AdvantageAdjustment.DropTruncated;
import io.github.luffyrl.core.advantage.AdvantageAdjustment.PrefixAdvantage;
import io.github.luffyrl.core.advantage.AdvantageAdjustment.TokenWeights;
import io.github.luffyrl.core.prefix.PrefixedRows;
import org.junit.jupiter.api.Test;

class AdvantageAdjustmentTest {

    private static final double[] ADVANTAGES = {2, 2, 2};
    private static final boolean[] ONE_COPIED = {true, false, false};

    @Test
    void tokensAreWeightedByTheirWriter() {
        assertArrayEquals(
                new double[] {1, 6, 6},
                new TokenWeights(0.5, 3).adjust(ADVANTAGES, ONE_COPIED, false));
    }

    @Test
    void onlyTruncatedRowsLoseTheirAdvantage() {
        assertArrayEquals(
                new double[] {0, 0, 0}, new DropTruncated().adjust(ADVANTAGES, ONE_COPIED, true));
        assertArrayEquals(ADVANTAGES, new DropTruncated().adjust(ADVANTAGES, ONE_COPIED, false));
    }

    @Test
    void demonstrationTokensShareTheirWeightAmongTheRows() {
        // 0.8 / 4
        assertArrayEquals(
                new double[] {0.2, 2, 2},
                PrefixAdvantage.perGroup(0.8, 4, PrefixedRows.all())
                        .adjust(ADVANTAGES, ONE_COPIED, false));
    }

    @Test
    void aLaterStepOverwritesAnEarlierOne() {
        AdvantageAdjustment adjustment =
                AdvantageAdjustment.inOrder(
                        new TokenWeights(0.5, 3), new DropTruncated(), new PrefixAdvantage(7));

        assertArrayEquals(new double[] {7, 0, 0}, adjustment.adjust(ADVANTAGES, ONE_COPIED, true));
    }

    @Test
    void withoutStepsTheAdvantagesAreCopied() {
        double[] advantages = ADVANTAGES.clone();
        double[] adjusted = AdvantageAdjustment.inOrder().adjust(advantages, ONE_COPIED, true);

        adjusted[0] = 9;

        assertArrayEquals(ADVANTAGES, advantages);
    }

    @Test
    void aSharedPrefixWeightNeedsAPrefixInEveryRow() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> PrefixAdvantage.perGroup(1, 4, PrefixedRows.first(1)));

        assertEquals(
                "the weight of a prefix is shared by all rows of a group, got First[rows=1] of 4:"
                        + " use PrefixedRows.all() or new PrefixAdvantage(value)",
                error.getMessage());
    }

    @Test
    void weightsThatAreNotFiniteAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new TokenWeights(Double.NaN, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TokenWeights(1, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> new PrefixAdvantage(Double.NaN));
    }
}
