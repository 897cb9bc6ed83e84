package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.luffyrl.core.prefix.PrefixSchedule.WholeDemonstration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrefixScheduleTest {

    private static final int[] FIRST = {5, 6, 2};
    private static final int[] SECOND = {7, 2};

    @Test
    void withoutAScheduleThePolicyWritesEveryRowAlone() {
        assertEquals(
                List.of(Prefix.NONE, Prefix.NONE, Prefix.NONE),
                PrefixSchedule.none().plan(context(3, FIRST)));
    }

    @Test
    void oneRowIsTheWholeFirstDemonstration() {
        assertEquals(
                List.of(new Prefix(FIRST), Prefix.NONE, Prefix.NONE),
                PrefixSchedule.wholeDemonstration().plan(context(3, FIRST, SECOND)));
    }

    @Test
    void severalRowsTakeTheDemonstrationsInTheirOrder() {
        assertEquals(
                List.of(new Prefix(FIRST), new Prefix(SECOND, 1, 1), Prefix.NONE),
                new WholeDemonstration(2).plan(context(3, FIRST, SECOND)));
    }

    @Test
    void missingDemonstrationsLeaveTheirRowsToThePolicy() {
        assertEquals(
                List.of(new Prefix(FIRST), Prefix.NONE, Prefix.NONE),
                new WholeDemonstration(2).plan(context(3, FIRST)));
        assertEquals(
                List.of(Prefix.NONE, Prefix.NONE),
                PrefixSchedule.wholeDemonstration().plan(context(2)));
    }

    @Test
    void demonstrationsMayFillTheGroup() {
        assertEquals(
                List.of(new Prefix(FIRST), new Prefix(SECOND, 1, 1)),
                new WholeDemonstration(2).plan(context(2, FIRST, SECOND)));
    }

    @Test
    void moreRowsThanTheGroupHoldsAreRejected() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new WholeDemonstration(3).plan(context(2, FIRST)));

        assertEquals("3 demonstration rows do not fit a group of 2", error.getMessage());
    }

    @Test
    void aScheduleOfNoRowsIsRejectedWithTheRemedy() {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new WholeDemonstration(0));

        assertTrue(error.getMessage().contains("PrefixSchedule.none()"), error.getMessage());
    }

    private static PlanContext context(int groupSize, int[]... demonstrations) {
        UniformDraws noDraws =
                () -> {
                    throw new AssertionError("nothing is drawn");
                };
        return new PlanContext(
                "p",
                groupSize,
                Stream.of(demonstrations).map(DemonstrationTokens::new).toList(),
                0,
                noDraws,
                noDraws);
    }
}
