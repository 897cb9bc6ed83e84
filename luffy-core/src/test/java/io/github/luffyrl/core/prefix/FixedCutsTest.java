package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedCutsTest {

    private static final FixedCuts CUTS = new FixedCuts(3, 0.4, 0.8);
    private static final PrefixSchedule PAPER = PrefixSchedule.prefixRl();

    @Test
    void allRowsOfAGroupContinueTheSamePrefix() {
        for (long step = 0; step < 50; step++) {
            List<Prefix> plan = PAPER.plan(Seeded.context(4, step, 9, Seeded.demonstration(100)));

            assertEquals(4, plan.size());
            assertEquals(1, Set.copyOf(plan).size());
        }
    }

    @Test
    void theCutsOfADemonstrationStayTheSameForTheRun() {
        Set<Integer> lengths = new HashSet<>();
        for (long step = 0; step < 400; step++) {
            lengths.add(planned(CUTS, step).length());
        }

        assertEquals(3, lengths.size());
        assertTrue(lengths.stream().allMatch(cut -> 400 <= cut && cut <= 800), lengths::toString);
    }

    @Test
    void cutsOfAnotherProblemDiffer() {
        FixedCuts one = new FixedCuts(1, 0, 0.9);
        int[] demonstration = Seeded.demonstration(1_000_000);

        assertTrue(
                !one.plan(Seeded.context(1, 0, 1, demonstration))
                        .equals(one.plan(Seeded.context(1, 0, 2, demonstration))));
    }

    @Test
    void oneGroupInFourIsThePlainProblemAndTheCutsShareTheRest() {
        List<Integer> lengths = new ArrayList<>();
        for (long step = 0; step < 4000; step++) {
            lengths.add(planned(PAPER, step).length());
        }

        // 1000 of 4000 each, give or take 5 standard deviations (27).
        for (int length : Set.copyOf(lengths)) {
            int count = Collections.frequency(lengths, length);
            assertEquals(1000.0, count, 137, "prefixes of " + length);
        }
    }

    @Test
    void everyDemonstrationIsCut() {
        int[] first = Seeded.demonstration(10);
        int[] second = {99, 98, 97, 96, 95, 94, 93, 92, 91, 90};
        FixedCuts schedule = new FixedCuts(2, 0.4, 0.8);
        Set<Integer> openings = new HashSet<>();
        for (long step = 0; step < 50; step++) {
            Prefix prefix = schedule.plan(Seeded.context(1, step, 4, first, second)).get(0);
            assertEquals(prefix.tokens().get(0) == 1 ? 0 : 1, prefix.demonstration());
            openings.add(prefix.tokens().get(0));
        }

        assertEquals(Set.of(1, 99), openings);
    }

    @Test
    void theCutsAreContext() {
        assertEquals(PrefixUse.CONTEXT, planned(CUTS, 0).use());
    }

    @Test
    void aProblemWithoutDemonstrationIsPlain() {
        assertEquals(List.of(Prefix.NONE), PAPER.plan(Seeded.context(1, 0, 1)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.4, 0.8", "3, 0.4, 1.0", "3, 0.9, 0.8", "3, -0.1, 0.8", "3, NaN, 0.8"})
    void settingsThatCannotWorkAreRejected(int cuts, double min, double max) {
        assertThrows(IllegalArgumentException.class, () -> new FixedCuts(cuts, min, max));
    }

    private static Prefix planned(PrefixSchedule schedule, long step) {
        return schedule.plan(Seeded.context(1, step, 9, Seeded.demonstration(1000))).get(0);
    }
}
