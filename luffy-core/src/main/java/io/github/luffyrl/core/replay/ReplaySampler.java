package io.github.luffyrl.core.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Draws the problems of a batch that are replayed rather than fresh: how many come from each bucket
 * is multinomial; what a bucket cannot give is drawn one at a time from those that still can;
 * within a bucket every problem is as likely, none twice.
 *
 * @param weighting how likely each bucket is
 * @param groupSize {@code n}, rollouts per problem
 * @param ratio share of a batch that is replayed at most, 0 to 1; ExGRPO uses 0.5
 */
public record ReplaySampler(BucketWeighting weighting, int groupSize, double ratio) {

    /** Rejects values out of range. */
    public ReplaySampler {
        if (groupSize < 1 || !(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                    "groupSize = "
                            + groupSize
                            + ", ratio = "
                            + ratio
                            + ": need at least 1, and 0 to 1");
        }
    }

    /**
     * Draws {@code min(problems in the buckets, floor(batchSize * ratio))} different problems.
     *
     * @param buckets ids by success count, as {@link ExperiencePool#buckets} gives them
     * @param batchSize problems of a batch, at least 0
     * @param random the only source of chance
     * @return different ids, in the order they were drawn
     */
    public List<String> draw(
            SortedMap<Integer, List<String>> buckets, int batchSize, RandomGenerator random) {
        SortedMap<Integer, List<String>> left = new TreeMap<>();
        buckets.forEach((k, problems) -> left.put(k, new ArrayList<>(problems)));
        SortedMap<Integer, Double> all = probabilities(left);
        int available = left.values().stream().mapToInt(List::size).sum();
        int count = Math.min(available, (int) Math.floor(batchSize * ratio));
        List<String> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<String> bucket = left.getOrDefault(category(all, random), List.of());
            if (!bucket.isEmpty()) {
                drawn.add(bucket.remove(random.nextInt(bucket.size())));
            }
        }
        while (drawn.size() < count) {
            List<String> bucket =
                    left.getOrDefault(category(probabilities(left), random), List.of());
            drawn.add(bucket.remove(random.nextInt(bucket.size())));
        }
        return drawn;
    }

    private SortedMap<Integer, Double> probabilities(SortedMap<Integer, List<String>> buckets) {
        SortedMap<Integer, Integer> sizes = new TreeMap<>();
        buckets.forEach((k, problems) -> sizes.put(k, problems.size()));
        return weighting.probabilities(sizes, groupSize);
    }

    private static int category(SortedMap<Integer, Double> probabilities, RandomGenerator random) {
        double left = random.nextDouble();
        for (Map.Entry<Integer, Double> entry : probabilities.entrySet()) {
            left -= entry.getValue();
            if (left < 0) {
                return entry.getKey();
            }
        }
        return probabilities.lastKey(); // rounding: the probabilities add up to just below 1
    }
}
