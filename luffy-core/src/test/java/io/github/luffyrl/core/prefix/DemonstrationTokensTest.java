package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

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

    private static int[] ids(int... ids) {
        return ids;
    }
}
