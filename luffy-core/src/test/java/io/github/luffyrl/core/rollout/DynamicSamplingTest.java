package io.github.luffyrl.core.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Problems are numbers, their groups strings; every roll-out is noted. */
class DynamicSamplingTest {

    private final List<List<Integer>> rolledOut = new ArrayList<>();
    private final Iterator<Integer> problems = List.of(1, 2, 3, 4, 5, 6, 7, 8).iterator();

    @Test
    void drawsGoOnUntilEnoughGroupsSurvive() {
        DynamicSampling<Integer, String> even = collector(2, 2, g -> isEven(g));

        assertEquals(
                Optional.of(List.of("group 2", "group 4")), even.next(problems, this::rollOut));
        assertEquals(List.of(List.of(1, 2), List.of(3, 4)), rolledOut);
    }

    @Test
    void surplusProblemsAreRolledOutAnewInFrontOfTheNextDraw() {
        DynamicSampling<Integer, String> all = collector(2, 3, g -> true);

        assertEquals(Optional.of(List.of("group 1", "group 2")), all.next(problems, this::rollOut));
        assertEquals(List.of(3), all.waiting());
        assertEquals(Optional.of(List.of("group 3", "group 4")), all.next(problems, this::rollOut));
        assertEquals(List.of(5), all.waiting());
        assertEquals(List.of(List.of(1, 2, 3), List.of(3, 4, 5)), rolledOut);
    }

    @Test
    void problemsThatDoNotFitTheNextDrawWaitInFrontOfNewSurplus() {
        DynamicSampling<Integer, String> all = collector(1, 2, g -> true);
        all.restore(List.of(11, 12, 13));

        assertEquals(Optional.of(List.of("group 11")), all.next(problems, this::rollOut));
        assertEquals(List.of(13, 12), all.waiting());
    }

    @Test
    void anEpochThatEndsEarlyDropsThePartialBatch() {
        DynamicSampling<Integer, String> even = collector(5, 3, g -> isEven(g));

        assertEquals(Optional.empty(), even.next(problems, this::rollOut));
        assertEquals(List.of(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7, 8)), rolledOut);
        assertEquals(List.of(), even.waiting());
    }

    @Test
    void drawsEndAtTheirLimitWithTheGroupsThatSurvivedUntilThen() {
        DynamicSampling<Integer, String> even = new DynamicSampling<>(3, 2, 2, g -> isEven(g));

        assertEquals(
                Optional.of(List.of("group 2", "group 4")), even.next(problems, this::rollOut));
        assertEquals(List.of(List.of(1, 2), List.of(3, 4)), rolledOut);
        assertThrows(
                IllegalArgumentException.class, () -> new DynamicSampling<>(1, 1, 0, g -> true));
    }

    @Test
    void aRestoredCollectorGoesOnWhereTheFirstOneStopped() {
        DynamicSampling<Integer, String> first = collector(2, 3, g -> true);
        first.next(problems, this::rollOut);
        DynamicSampling<Integer, String> second = collector(2, 3, g -> true);
        second.restore(first.waiting());

        assertEquals(
                Optional.of(List.of("group 3", "group 4")), second.next(problems, this::rollOut));
    }

    @Test
    void aMissingGroupIsReported() {
        DynamicSampling<Integer, String> broken = collector(1, 2, g -> true);

        IllegalStateException error =
                assertThrows(
                        IllegalStateException.class,
                        () -> broken.next(problems, drawn -> List.of()));

        assertEquals("0 groups for 2 problems", error.getMessage());
    }

    @Test
    void sizesBelowOneAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> collector(0, 1, g -> true));
        assertThrows(IllegalArgumentException.class, () -> collector(1, 0, g -> true));
    }

    private DynamicSampling<Integer, String> collector(
            int batchSize, int drawSize, Predicate<String> filter) {
        return new DynamicSampling<>(batchSize, drawSize, 10, filter);
    }

    private List<String> rollOut(List<Integer> drawn) {
        rolledOut.add(List.copyOf(drawn));
        return drawn.stream().map(problem -> "group " + problem).toList();
    }

    private static boolean isEven(String group) {
        return Integer.parseInt(group.substring("group ".length())) % 2 == 0;
    }
}
