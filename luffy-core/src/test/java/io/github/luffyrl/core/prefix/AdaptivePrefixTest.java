package io.github.luffyrl.core.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptivePrefixTest {

    private static final PrefixedRows ALL = PrefixedRows.all();

    private final AdaptivePrefix fresh = new AdaptivePrefix(ALL, PrefixUse.TRAINED, 0.5, 0.4, 0.5);

    @Test
    void failureLengthensAProblemsPrefixAndSuccessShortensIt() {
        AdaptivePrefix next =
                fresh.observe(
                        List.of(new GroupResult("hard", 0.5, 0), new GroupResult("easy", 0.5, 1)));

        // 0.5 + 0.4 * (0.5 - 0) and 0.5 + 0.4 * (0.5 - 1); their mean success is on target.
        assertEquals(0.7, next.ratios().get("hard"), 1e-12);
        assertEquals(0.3, next.ratios().get("easy"), 1e-12);
        assertEquals(0.5, next.start(), 1e-12);
    }

    @Test
    void anUnseenProblemStartsWhereTheOthersAreHeading() {
        AdaptivePrefix next = fresh.observe(List.of(new GroupResult("hard", 0.5, 0)));

        assertEquals(0.7, next.start(), 1e-12);
        Prefix unseen = next.plan(Seeded.context(1, 0, 1, Seeded.demonstration(100))).get(0);
        assertEquals(70, unseen.length());
    }

    @Test
    void everyPrefixedRowOfAGroupGetsTheProblemsRatio() {
        AdaptivePrefix schedule =
                new AdaptivePrefix(
                        PrefixedRows.first(2), PrefixUse.TRAINED, 0.5, 0.4, 1, Map.of("p1", 0.2));

        assertEquals(
                List.of(
                        new Prefix(new int[] {1, 2}, 0.2),
                        new Prefix(new int[] {1, 2}, 0.2),
                        Prefix.NONE),
                schedule.plan(Seeded.context(3, 0, 1, Seeded.demonstration(10))));
    }

    @Test
    void ratiosNeverLeaveZeroToOne() {
        AdaptivePrefix schedule = new AdaptivePrefix(ALL, PrefixUse.TRAINED, 0.5, 3, 0.5);

        assertEquals(1, schedule.observe(List.of(new GroupResult("p", 0.5, 0))).ratios().get("p"));
        assertEquals(0, schedule.observe(List.of(new GroupResult("p", 0.5, 1))).ratios().get("p"));
    }

    @Test
    void theSuccessRateSettlesAtTheTarget() {
        // A problem that succeeds exactly as often as its prefix is long: the target is ratio 0.3.
        AdaptivePrefix schedule = new AdaptivePrefix(ALL, PrefixUse.TRAINED, 0.3, 0.5, 1);
        for (int step = 0; step < 60; step++) {
            double success = schedule.ratios().getOrDefault("p", schedule.start());
            schedule = schedule.observe(List.of(new GroupResult("p", success, success)));
        }

        assertEquals(0.3, schedule.ratios().get("p"), 1e-9); // the gap halves at every step
    }

    @Test
    void rowsThatAnotherSchedulePlannedTeachNothing() {
        GroupResult unprefixed = new GroupResult("p", 0, 0);

        assertSame(fresh, fresh.observe(List.of(unprefixed)));
        assertEquals(
                fresh.observe(List.of(new GroupResult("p", 0.5, 1))),
                fresh.observe(List.of(unprefixed, new GroupResult("p", 0.5, 1))));
    }

    @Test
    void observingChangesNothingInPlace() {
        fresh.observe(List.of(new GroupResult("p", 0.5, 0)));

        assertEquals(new AdaptivePrefix(ALL, PrefixUse.TRAINED, 0.5, 0.4, 0.5), fresh);
        assertSame(fresh, fresh.observe(List.of()));
        assertThrows(UnsupportedOperationException.class, () -> fresh.ratios().put("p", 1.0));
    }

    @Test
    void theStateRebuildsTheSchedule() {
        AdaptivePrefix learned = fresh.observe(List.of(new GroupResult("p", 0.5, 0.25)));

        assertEquals(
                learned,
                new AdaptivePrefix(
                        ALL, PrefixUse.TRAINED, 0.5, 0.4, learned.start(), learned.ratios()));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.4, 0.5", "1, 0.4, 0.5", "0.5, 0, 0.5", "0.5, NaN, 0.5", "0.5, 0.4, 1.5"})
    void settingsThatCannotWorkAreRejected(double target, double gain, double start) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AdaptivePrefix(ALL, PrefixUse.TRAINED, target, gain, start));
    }

    @Test
    void aDamagedStateIsRejectedByItsProblem() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new AdaptivePrefix(
                                        ALL, PrefixUse.TRAINED, 0.5, 0.4, 0.5, Map.of("p7", -0.1)));

        assertEquals("prefix ratio of p7 = -0.1, need [0, 1]", error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"-0.1", "1.1", "NaN"})
    void aShareOutsideZeroToOneIsRejected(double share) {
        assertThrows(IllegalArgumentException.class, () -> new GroupResult("p", 0.5, share));
        assertThrows(IllegalArgumentException.class, () -> new GroupResult("p", share, 0.5));
    }
}
