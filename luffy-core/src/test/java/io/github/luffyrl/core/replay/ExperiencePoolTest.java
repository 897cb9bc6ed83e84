package io.github.luffyrl.core.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.luffyrl.core.problem.Tokens;
import io.github.luffyrl.core.rollout.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExperiencePoolTest {

    private final ExperiencePool pool = new ExperiencePool(0, 2);

    @Test
    void rightResponsesAreKeptWithTheLogProbabilitiesTheyWereSampledWith() {
        Trajectory right = sampled(-0.5f, 7, 8);

        pool.collect("p", List.of(sampled(-1, 1), right, sampled(-1, 2)), marks(0, 1, 0));

        assertEquals(List.of(Experience.of(right)), pool.experiences("p"));
        assertEquals(Map.of(1, List.of("p")), pool.buckets());
    }

    @Test
    void theLatestGroupDecidesTheBucket() {
        pool.collect("p", List.of(sampled(-1, 1), sampled(-1, 2), sampled(-1, 3)), marks(1, 0, 0));
        pool.collect("p", List.of(sampled(-1, 4), sampled(-1, 5), sampled(-1, 6)), marks(1, 1, 0));

        assertEquals(Map.of(2, List.of("p")), pool.buckets());
        assertEquals(3, pool.experiences("p").size());
    }

    @Test
    void aResponseIsKeptOnce() {
        Trajectory first = sampled(-0.5f, 7, 8);

        pool.collect("p", List.of(first, sampled(-0.7f, 7, 8), sampled(-1, 1)), marks(1, 1, 0));

        assertEquals(List.of(Experience.of(first)), pool.experiences("p"));
    }

    @Test
    void aSolvedProblemIsForgottenForGood() {
        pool.collect("p", List.of(sampled(-1, 1), sampled(-1, 2)), marks(1, 0));

        pool.collect("p", List.of(sampled(-1, 3), sampled(-1, 4)), marks(1, 1));
        pool.collect("p", List.of(sampled(-1, 5), sampled(-1, 6)), marks(1, 0));

        assertEquals(Map.of(), pool.buckets());
        assertEquals(List.of(), pool.experiences("p"));
        assertEquals(Set.of("p"), pool.retired());
    }

    @Test
    void groupsOutsideTheRangeChangeNothing() {
        Trajectory[] rows = {sampled(-1, 1), sampled(-1, 2), sampled(-1, 3), sampled(-1, 4)};

        pool.collect("none", List.of(rows), marks(0, 0, 0, 0));
        pool.collect("many", List.of(rows), marks(1, 1, 1, 0));

        assertEquals(Map.of(), pool.buckets());
        assertEquals(List.of(), pool.experiences("many"));
        assertEquals(Set.of(), pool.retired());
    }

    @Test
    void copiedResponsesCountAsSuccessesButAreNotKept() {
        Trajectory copied = new Trajectory(Tokens.of(0), Tokens.of(9), 1, new float[] {0}, true);

        pool.collect("copied", List.of(copied, sampled(-1, 1)), marks(1, 0));
        pool.collect("both", List.of(copied, sampled(-1, 1), sampled(-1, 2)), marks(1, 1, 0));

        assertEquals(Map.of(2, List.of("both")), pool.buckets());
        assertEquals(List.of(Experience.of(sampled(-1, 1))), pool.experiences("both"));
    }

    @Test
    void outcomesMustMatchTheRows() {
        IllegalArgumentException error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> pool.collect("p", List.of(sampled(-1, 1)), marks(1, 0)));

        assertEquals(
                "problem p: 2 outcomes for 1 rows: need one each, at least one",
                error.getMessage());
    }

    @Test
    void anEmptyRangeIsRejected() {
        assertThrows(IllegalArgumentException.class, () -> new ExperiencePool(2, 2));
        assertThrows(IllegalArgumentException.class, () -> new ExperiencePool(-1, 2));
    }

    @Test
    void bucketsDependOnTheirContentsAlone() {
        SuccessBuckets there = new SuccessBuckets();
        List.of("b", "a", "c").forEach(id -> there.update(id, 1));

        assertEquals(new TreeMap<>(Map.of(1, List.of("a", "b", "c"))), there.contents());
    }

    @Test
    void replayStartsOnceAndForGood() {
        assertEquals(ReplayPhase.ON_POLICY, ReplayPhase.ON_POLICY.next(0.35, 0.35));
        assertEquals(ReplayPhase.REPLAY, ReplayPhase.ON_POLICY.next(0.36, 0.35));
        assertEquals(ReplayPhase.REPLAY, ReplayPhase.REPLAY.next(0, 0.35));
    }

    @Test
    void theMostOrTheLeastCertainResponseIsReplayed() {
        // means 0.5, 0.25, 0.25: sums would favor the last, ties go to the first
        List<double[]> entropies =
                List.of(
                        new double[] {0.5},
                        new double[] {0.25, 0.25, 0.25, 0.25},
                        new double[] {0, 0.5});

        assertEquals(1, ReplaySelection.LOWEST_ENTROPY.select(entropies, new Random(0)));
        assertEquals(0, ReplaySelection.HIGHEST_ENTROPY.select(entropies, new Random(0)));
    }

    @Test
    void aRandomSelectionReadsNoEntropies() {
        Random random = new Random(0);
        int[] drawn = new int[2];
        for (int i = 0; i < 1000; i++) {
            drawn[ReplaySelection.RANDOM.select(List.of(new double[0], new double[0]), random)]++;
        }
        // Standard deviation: sqrt(1000) / 2 = 16; 4 of them allowed.
        assertEquals(500, drawn[0], 64);
    }

    @Test
    void aSelectionNeedsResponsesWithTokens() {
        Random random = new Random(0);
        ReplaySelection selection = ReplaySelection.LOWEST_ENTROPY;

        assertThrows(
                IllegalArgumentException.class,
                () -> ReplaySelection.RANDOM.select(List.of(), random));
        assertThrows(
                IllegalArgumentException.class,
                () -> selection.select(List.of(new double[0]), random));
        assertThrows(
                IllegalArgumentException.class,
                () -> selection.select(List.of(new double[] {Double.NaN}), random));
    }

    private static Trajectory sampled(float logProb, int... response) {
        float[] logProbs = new float[response.length];
        Arrays.fill(logProbs, logProb);
        return new Trajectory(Tokens.of(0), Tokens.of(response), 0, logProbs, true);
    }

    private static boolean[] marks(int... marks) {
        boolean[] correct = new boolean[marks.length];
        for (int i = 0; i < marks.length; i++) {
            correct[i] = marks[i] == 1;
        }
        return correct;
    }
}
