package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartialDemonstrationTest {

    private static final PrefixRatio HALF = new PrefixRatio.Uniform(0.5, 0.5);

    @Test
    void aPrefixIsRoundedDownToWholeTokens() {
        // floor(0.5 * 5) = 2
        PrefixSchedule schedule = new PartialDemonstration(PrefixedRows.first(1), HALF);

        assertEquals(
                List.of(new Prefix(new int[] {1, 2}, 0.5), Prefix.NONE),
                schedule.plan(Seeded.context(2, 0, 1, Seeded.demonstration(5))));
    }

    @Test
    void ratioOneIsTheWholeDemonstrationWithItsEnd() {
        PrefixSchedule schedule =
                new PartialDemonstration(PrefixedRows.first(1), new PrefixRatio.Uniform(1, 1));

        assertEquals(
                List.of(new Prefix(Seeded.demonstration(5))),
                schedule.plan(Seeded.context(1, 0, 1, Seeded.demonstration(5))));
    }

    @Test
    void rowsTakeTheDemonstrationsInTurn() {
        PrefixSchedule schedule = new PartialDemonstration(PrefixedRows.all(), HALF);

        assertEquals(
                List.of(
                        new Prefix(new int[] {1}, 0.5),
                        new Prefix(new int[] {7, 8}, 0.5, 1),
                        new Prefix(new int[] {1}, 0.5)),
                schedule.plan(Seeded.context(3, 0, 1, new int[] {1, 2}, new int[] {7, 8, 9, 10})));
    }

    @Test
    void withoutADemonstrationEveryRowIsThePolicysButTheRatioIsKept() {
        PrefixSchedule schedule = new PartialDemonstration(PrefixedRows.first(1), HALF);

        assertEquals(
                List.of(new Prefix(new int[0], 0.5), Prefix.NONE),
                schedule.plan(Seeded.context(2, 0, 1)));
    }

    @Test
    void theSameContextGivesTheSamePlan() {
        PrefixSchedule schedule =
                new PartialDemonstration(PrefixedRows.all(), new PrefixRatio.Uniform(0, 1));

        assertEquals(
                schedule.plan(Seeded.context(8, 3, 5, Seeded.demonstration(100))),
                schedule.plan(Seeded.context(8, 3, 5, Seeded.demonstration(100))));
    }

    @Test
    void aGroupThatIsTooSmallIsRejectedBeforeAnyRollout() {
        PrefixSchedule schedule = new PartialDemonstration(PrefixedRows.first(3), HALF);

        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> schedule.check(2));

        assertEquals("3 demonstration rows do not fit a group of 2", error.getMessage());
        schedule.check(3);
    }

    @Test
    void contextsThatCannotBeAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> Seeded.context(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Seeded.context(1, -1, 1));
    }
}
