package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.prefix.Prefix;
import org.junit.jupiter.api.Test;

class PaddedRowTest {

    private static final int PAD = 0;

    private final PaddedResponse response =
            new ResponseLayout(3, PAD, 1).assemble(Prefix.NONE, new int[] {8, 1});

    @Test
    void promptsArePaddedOnTheLeftAndResponsesOnTheRight() {
        PaddedRow row = PaddedRow.of(new int[] {5, 6}, 4, PAD, response);

        assertArrayEquals(new int[] {PAD, PAD, 5, 6, 8, 1, PAD}, row.inputIds());
        assertArrayEquals(
                new boolean[] {false, false, true, true, true, true, false}, row.attentionMask());
        assertArrayEquals(new int[] {0, 0, 0, 1, 2, 3, 4}, row.positionIds());
    }

    @Test
    void aPromptThatIsTooLongIsRejectedByItsLength() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> PaddedRow.of(new int[5], 4, PAD, response));

        assertEquals("a prompt of 5 tokens does not fit 4 columns", error.getMessage());
    }

    @Test
    void masksOfAnotherLengthAreRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PaddedRow(new int[2], new boolean[3], response));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PaddedResponse(new int[2], new boolean[3], new boolean[2]));
    }
}
