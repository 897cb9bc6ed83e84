package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.rollout.ResponseLayout.MaskRule;
import org.junit.jupiter.api.Test;

class ResponseLayoutTest {

    private static final int PAD = 0;
    private static final int END = 1;

    private final ResponseLayout layout = new ResponseLayout(6, PAD, END);

    @Test
    void thePrefixComesFirstAndIsMarked() {
        PaddedResponse response = layout.assemble(prefix(7, 8), ids(9, END));

        assertArrayEquals(ids(7, 8, 9, END, PAD, PAD), response.tokens());
        assertArrayEquals(marks(1, 1, 0, 0, 0, 0), response.offPolicy());
        assertArrayEquals(marks(1, 1, 1, 1, 0, 0), response.mask());
        assertEquals(4, response.length());
    }

    @Test
    void whatDoesNotFitIsCut() {
        PaddedResponse response = layout.assemble(prefix(7, 8, 9), ids(5, 5, 5, 5, END));

        assertArrayEquals(ids(7, 8, 9, 5, 5, 5), response.tokens());
        assertArrayEquals(marks(1, 1, 1, 1, 1, 1), response.mask());
    }

    @Test
    void aLongPrefixLeavesNoRoomAndLosesItsEnd() {
        PaddedResponse response = layout.assemble(prefix(2, 3, 4, 5, 6, 7, END), ids(9));

        assertArrayEquals(ids(2, 3, 4, 5, 6, 7), response.tokens());
        assertArrayEquals(marks(1, 1, 1, 1, 1, 1), response.offPolicy());
    }

    @Test
    void textAfterTheEndDoesNotCount() {
        PaddedResponse response = layout.assemble(prefix(7, END), ids(9, 9));

        assertArrayEquals(ids(7, END, 9, 9, PAD, PAD), response.tokens());
        assertArrayEquals(marks(1, 1, 0, 0, 0, 0), response.mask());
    }

    @Test
    void paddingNeverCountsUnlessTheReferenceIsFollowed() {
        assertArrayEquals(marks(1, 1, 0, 0, 0, 0), layout.assemble(Prefix.NONE, ids(7, 8)).mask());
        assertArrayEquals(
                marks(1, 1, 1, 1, 1, 1),
                new ResponseLayout(6, PAD, END, MaskRule.REFERENCE)
                        .assemble(Prefix.NONE, ids(7, 8))
                        .mask());
    }

    @Test
    void anEndThatIsAlsoThePaddingCountsOnlyIfItWasWritten() {
        ResponseLayout same = new ResponseLayout(6, PAD, PAD);

        assertArrayEquals(
                marks(1, 1, 1, 0, 0, 0), same.assemble(Prefix.NONE, ids(7, 8, PAD)).mask());
        assertArrayEquals(marks(1, 1, 0, 0, 0, 0), same.assemble(Prefix.NONE, ids(7, 8)).mask());
        assertArrayEquals(
                marks(1, 1, 1, 0, 0, 0),
                new ResponseLayout(6, PAD, PAD, MaskRule.REFERENCE)
                        .assemble(Prefix.NONE, ids(7, 8))
                        .mask());
    }

    @Test
    void anEmptyResponseIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> layout.assemble(Prefix.NONE, ids(PAD)));
    }

    @Test
    void nothingFollowsAPrefixThatEndsOrFillsTheRow() {
        assertTrue(layout.isComplete(prefix(7, END)));
        assertTrue(layout.isComplete(prefix(2, 3, 4, 5, 6, 7)));
        assertFalse(layout.isComplete(prefix(2, 3, 4, 5, 6)));
        assertFalse(layout.isComplete(Prefix.NONE));
    }

    @Test
    void aResponseIsTruncatedWhenItFillsTheRowWithoutAnEnd() {
        assertTrue(layout.isTruncated(ids(2, 3, 4, 5, 6, 7)));
        assertFalse(layout.isTruncated(ids(2, 3, 4, 5, 6, END)));
        assertFalse(layout.isTruncated(ids(2, 3, 4, 5, 6, PAD)));
    }

    @Test
    void aRowWithoutColumnsIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new ResponseLayout(0, PAD, END));
    }

    private static Prefix prefix(int... tokens) {
        return new Prefix(tokens);
    }

    private static int[] ids(int... ids) {
        return ids;
    }

    private static boolean[] marks(int... marks) {
        boolean[] mask = new boolean[marks.length];
        for (int t = 0; t < marks.length; t++) {
            mask[t] = marks[t] == 1;
        }
        return mask;
    }
}
