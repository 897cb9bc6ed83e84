package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.PrefixSchedule.WholeDemonstration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrefixScheduleTest {

    private static final int[] FIRST = {5, 6, 2};
    private static final int[] SECOND = {7, 2};

    @Test
    void withoutAScheduleThePolicyWritesEveryRowAlone() {
        assertEquals(
                List.of(Prefix.NONE, Prefix.NONE, Prefix.NONE),
                PrefixSchedule.none().plan(3, List.of(FIRST)));
    }

    @Test
    void oneRowIsTheWholeFirstDemonstration() {
        assertEquals(
                List.of(new Prefix(FIRST), Prefix.NONE, Prefix.NONE),
                PrefixSchedule.wholeDemonstration().plan(3, List.of(FIRST, SECOND)));
    }

    @Test
    void severalRowsTakeTheDemonstrationsInTheirOrder() {
        assertEquals(
                List.of(new Prefix(FIRST), new Prefix(SECOND), Prefix.NONE),
                new WholeDemonstration(2).plan(3, List.of(FIRST, SECOND)));
    }

    @Test
    void missingDemonstrationsLeaveTheirRowsToThePolicy() {
        assertEquals(
                List.of(new Prefix(FIRST), Prefix.NONE, Prefix.NONE),
                new WholeDemonstration(2).plan(3, List.of(FIRST)));
        assertEquals(
                List.of(Prefix.NONE, Prefix.NONE),
                PrefixSchedule.wholeDemonstration().plan(2, List.of()));
    }

    @Test
    void demonstrationsMayFillTheGroup() {
        assertEquals(
                List.of(new Prefix(FIRST), new Prefix(SECOND)),
                new WholeDemonstration(2).plan(2, List.of(FIRST, SECOND)));
    }

    @Test
    void moreRowsThanTheGroupHoldsAreRejected() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new WholeDemonstration(3).plan(2, List.of(FIRST)));

        assertEquals("3 demonstration rows do not fit a group of 2", error.getMessage());
    }

    @Test
    void aScheduleOfNoRowsIsRejectedWithTheRemedy() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new WholeDemonstration(0));

        assertTrue(error.getMessage().contains("PrefixSchedule.none()"), error.getMessage());
    }
}
