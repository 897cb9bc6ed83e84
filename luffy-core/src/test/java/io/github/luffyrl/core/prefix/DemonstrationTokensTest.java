package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.luffyrl.core.problem.Tokens;
import org.junit.jupiter.api.Test;

class DemonstrationTokensTest {

    private static final int PAD = 0;
    private static final int END = 2;

    @Test
    void theEndIsAppendedOnce() {
        assertArrayEquals(ids(5, 6, END), DemonstrationTokens.ended(ids(5, 6), END));
        assertArrayEquals(ids(5, 6, END), DemonstrationTokens.ended(ids(5, 6, END), END));
    }

    @Test
    void nothingStaysNothing() {
        assertArrayEquals(ids(), DemonstrationTokens.ended(ids(), END));
    }

    @Test
    void onlyPaddingOnTheRightIsRemoved() {
        assertArrayEquals(
                ids(PAD, 5, PAD, 6), DemonstrationTokens.unpadded(ids(PAD, 5, PAD, 6, PAD), PAD));
        assertArrayEquals(ids(), DemonstrationTokens.unpadded(ids(PAD, PAD), PAD));
    }

    @Test
    void aPrefixIsTheGrantedShareRoundedDown() {
        DemonstrationTokens demonstration = new DemonstrationTokens(ids(5, 6, 7, END));

        assertEquals(
                new Prefix(ids(5, 6), 0.7, 3),
                demonstration.prefix(0.7, 3, PrefixUse.TRAINED)); // 2.8 tokens
    }

    @Test
    void aPrefixEndsAtTheLastCutPointOfItsShare() {
        DemonstrationTokens demonstration =
                new DemonstrationTokens(Tokens.of(5, 6, 7, 8, END), new CutPoints.After(ids(1, 3)));

        assertEquals(3, demonstration.prefix(0.9, 0, PrefixUse.TRAINED).length());
        assertEquals(1, demonstration.prefix(0.5, 0, PrefixUse.TRAINED).length());
        assertEquals(0, demonstration.prefix(0.1, 0, PrefixUse.TRAINED).length());
    }

    @Test
    void theWholeDemonstrationNeedsNoCutPoint() {
        DemonstrationTokens demonstration =
                new DemonstrationTokens(Tokens.of(5, 6, END), new CutPoints.After(ids(1)));

        assertEquals(new Prefix(ids(5, 6, END), 1), demonstration.prefix(1, 0, PrefixUse.TRAINED));
    }

    @Test
    void aContextIsNeverAFinishedTurn() {
        DemonstrationTokens demonstration = new DemonstrationTokens(ids(5, 6, END));

        assertEquals(
                new Prefix(Tokens.of(5, 6), 1, 0, PrefixUse.CONTEXT),
                demonstration.prefix(1, 0, PrefixUse.CONTEXT));
        assertEquals(
                new Prefix(Tokens.NONE, 1, 0, PrefixUse.CONTEXT),
                new DemonstrationTokens(ids()).prefix(1, 0, PrefixUse.CONTEXT));
    }

    private static int[] ids(int... ids) {
        return ids;
    }
}
