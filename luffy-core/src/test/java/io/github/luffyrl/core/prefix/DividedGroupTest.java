package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DividedGroupTest {

    private static final FixedCuts CUTS = new FixedCuts(2, 0.4, 0.8);
    private static final PrefixSchedule THREE_KINDS =
            new DividedGroup(
                    1,
                    PrefixSchedule.wholeDemonstration(),
                    new DividedGroup(2, CUTS, PrefixSchedule.none()));

    @Test
    void aGroupHoldsDemonstrationsPrefixedAndUnprefixedRowsAtOnce() {
        List<Prefix> plan = THREE_KINDS.plan(Seeded.context(5, 0, 1, Seeded.demonstration(100)));

        assertEquals(new Prefix(Seeded.demonstration(100)), plan.get(0));
        assertEquals(PrefixUse.CONTEXT, plan.get(1).use());
        assertEquals(plan.get(1), plan.get(2));
        assertEquals(List.of(Prefix.NONE, Prefix.NONE), plan.subList(3, 5));
    }

    @Test
    void cutsStayFixedInBothParts() {
        PrefixSchedule twice = new DividedGroup(1, CUTS, CUTS);
        Set<Integer> first = new TreeSet<>();
        Set<Integer> second = new TreeSet<>();
        for (long step = 0; step < 100; step++) {
            List<Prefix> plan = twice.plan(Seeded.context(2, step, 7, Seeded.demonstration(1000)));
            first.add(plan.get(0).length());
            second.add(plan.get(1).length());
        }

        assertEquals(2, first.size());
        assertEquals(2, second.size());
    }

    @Test
    void bothPartsLearn() {
        AdaptivePrefix half =
                new AdaptivePrefix(PrefixedRows.all(), PrefixUse.CONTEXT, 0.5, 1, 0.5);
        AdaptivePrefix whole = new AdaptivePrefix(PrefixedRows.all(), PrefixUse.CONTEXT, 0.5, 1, 1);
        List<GroupResult> results =
                List.of(new GroupResult("p", 0.5, 0), new GroupResult("p", 1, 1));

        assertEquals(
                new DividedGroup(1, half.observe(results), whole.observe(results)),
                new DividedGroup(1, half, whole).observe(results));
    }

    @Test
    void aGroupThatDoesNotHoldBothPartsIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> THREE_KINDS.check(3));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DividedGroup(0, CUTS, PrefixSchedule.none()));
    }
}
