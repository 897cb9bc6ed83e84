package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnprefixedGroupsTest {

    private static final PrefixSchedule HALVES =
            new PartialDemonstration(PrefixedRows.all(), new PrefixRatio.Uniform(0.5, 0.5));

    @Test
    void aGroupIsEitherPrefixedOrNot() {
        PrefixSchedule schedule = new UnprefixedGroups(0.5, HALVES);
        int unprefixed = 0;
        for (long step = 0; step < 400; step++) {
            List<Prefix> plan = schedule.plan(Seeded.context(3, step, 5, Seeded.demonstration(4)));
            assertEquals(Collections.nCopies(3, plan.get(0)), plan);
            unprefixed += plan.get(0).equals(Prefix.NONE) ? 1 : 0;
        }

        assertEquals(200, unprefixed, 50); // 5 standard deviations of 10
    }

    @Test
    void unprefixedGroupsDoNotMoveAnAdaptiveSchedule() {
        AdaptivePrefix adaptive =
                new AdaptivePrefix(PrefixedRows.all(), PrefixUse.CONTEXT, 0.5, 0.4, 0.5);
        GroupResult prefixed = new GroupResult("p", 0.5, 0);

        assertEquals(
                new UnprefixedGroups(0.5, adaptive.observe(List.of(prefixed))),
                new UnprefixedGroups(0.5, adaptive)
                        .observe(List.of(prefixed, new GroupResult("p", 0, 0))));
    }

    @Test
    void tooSmallAGroupIsRejectedAtOnce() {
        PrefixSchedule two = new UnprefixedGroups(0.5, new PrefixSchedule.WholeDemonstration(2));

        assertThrows(IllegalArgumentException.class, () -> two.check(1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aShareThatIsNoProbabilityIsRejected(double share) {
        assertThrows(IllegalArgumentException.class, () -> new UnprefixedGroups(share, HALVES));
    }
}
