package io.github.luffyrl.core.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReplaySamplerTest {

    private static final ReplaySampler HALF = new ReplaySampler(BucketWeighting.LINEAR, 8, 0.5);

    @Test
    void aShareOfTheBatchIsReplayed() {
        SortedMap<Integer, List<String>> buckets = buckets(Map.of(1, 20, 4, 20));

        assertEquals(3, draw(HALF, buckets, 7, 1).size());
        assertEquals(0, draw(HALF, buckets, 1, 1).size());
    }

    @Test
    void noProblemIsDrawnTwiceAndAllAreDrawnWhenAllAreNeeded() {
        SortedMap<Integer, List<String>> buckets = buckets(Map.of(1, 3, 4, 1, 7, 2));

        for (long seed = 0; seed < 50; seed++) {
            List<String> drawn = draw(HALF, buckets, 100, seed);

            assertEquals(6, drawn.size());
            assertEquals(6, new HashSet<>(drawn).size());
        }
    }

    @Test
    void theSameSeedDrawsTheSameProblems() {
        SortedMap<Integer, List<String>> buckets = buckets(Map.of(1, 30, 4, 30));

        assertEquals(draw(HALF, buckets, 20, 5), draw(HALF, buckets, 20, 5));
    }

    @Test
    void bucketsAreDrawnFromByTheirWeight() {
        // weights 1/8 and 3/8: of 2000 draws 500 are expected from bucket 1, deviation
        // sqrt(2000 * 1/4 * 3/4) = 19.4; the bound is more than five of them
        SortedMap<Integer, List<String>> buckets = buckets(Map.of(1, 1, 3, 50));
        ReplaySampler one = new ReplaySampler(BucketWeighting.LINEAR, 8, 1);
        SplittableRandom random = new SplittableRandom(7);

        long fromFirst =
                IntStream.range(0, 2000)
                        .filter(i -> one.draw(buckets, 1, random).get(0).startsWith("1-"))
                        .count();

        assertEquals(500.0, (double) fromFirst, 100);
    }

    @Test
    void whatABucketCannotGiveComesFromTheOthers() {
        // Bucket 7 is drawn from seven times of eight, but holds one problem only.
        SortedMap<Integer, List<String>> buckets = buckets(Map.of(1, 10, 7, 1));
        ReplaySampler all = new ReplaySampler(BucketWeighting.LINEAR, 8, 1);

        List<String> drawn = draw(all, buckets, 9, 3);

        assertEquals(9, drawn.size());
        assertEquals(8, drawn.stream().filter(id -> id.startsWith("1-")).count());
        assertEquals(1, drawn.stream().filter(id -> id.startsWith("7-")).count());
    }

    @Test
    void anEmptyPoolGivesNothing() {
        assertEquals(List.of(), draw(HALF, new TreeMap<>(), 10, 1));
    }

    @Test
    void theBucketsAreLeftAlone() {
        SortedMap<Integer, List<String>> buckets = buckets(Map.of(1, 3));

        draw(HALF, buckets, 4, 1);

        assertEquals(buckets(Map.of(1, 3)), buckets);
    }

    @Test
    void weightsTooSmallForADoubleAreEqual() {
        // exp(-(1 - 64)^2 / 2) and its neighbour are 0 in double arithmetic
        assertEquals(
                Map.of(1, 0.5, 2, 0.5),
                BucketWeighting.NORMAL.probabilities(Map.of(1, 4, 2, 9), 128));
    }

    @Test
    void valuesOutOfRangeAreRejected() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReplaySampler(BucketWeighting.SQRT, 8, 1.5));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReplaySampler(BucketWeighting.SQRT, 0, 0.5));
        assertThrows(IllegalArgumentException.class, () -> BucketWeighting.LINEAR.weight(9, 8));
    }

    private static List<String> draw(
            ReplaySampler sampler, SortedMap<Integer, List<String>> buckets, int batch, long seed) {
        return sampler.draw(buckets, batch, new SplittableRandom(seed));
    }

    private static SortedMap<Integer, List<String>> buckets(Map<Integer, Integer> sizes) {
        SortedMap<Integer, List<String>> buckets = new TreeMap<>();
        sizes.forEach(
                (k, size) ->
                        buckets.put(
                                k, IntStream.range(0, size).mapToObj(i -> k + "-" + i).toList()));
        return buckets;
    }
}
