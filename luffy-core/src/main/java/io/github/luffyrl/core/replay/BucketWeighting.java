package io.github.luffyrl.core.replay;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How likely a bucket of problems with {@code k} successes of {@code n} is to be replayed from; a
 * bucket has one weight, however many problems it holds.
 */
public enum BucketWeighting {
    /** {@code exp(-(k - n/2)^2 / 2) / sqrt(2 pi)}: problems that are solved about half the time. */
    NORMAL,
    /** {@code k / n}: the easier, the likelier. */
    LINEAR,
    /** {@code sqrt(k / n)}. */
    SQRT,
    /** {@code k / n}, at most a half. */
    LINEAR_CLIP;

    /**
     * Returns the weight of a bucket.
     *
     * @param successes {@code k}, 1 to {@code n}
     * @param groupSize {@code n}
     * @return at least 0, not normalized
     * @throws IllegalArgumentException if {@code k} is out of range
     */
    public double weight(int successes, int groupSize) {
        if (successes < 1 || successes > groupSize) {
            throw new IllegalArgumentException(
                    successes + " successes: need 1 to " + groupSize + ", the group's size");
        }
        double rate = (double) successes / groupSize;
        double distance = successes - groupSize / 2.0;
        return switch (this) {
            case NORMAL -> Math.exp(-distance * distance / 2) / Math.sqrt(2 * Math.PI);
            case LINEAR -> rate;
            case SQRT -> Math.sqrt(rate);
            case LINEAR_CLIP -> Math.min(rate, 0.5);
        };
    }

    /**
     * Returns the weights of the buckets that are not empty, normalized to 1.
     *
     * @param sizes number of problems by success count
     * @param groupSize {@code n}
     * @return probability by success count, ascending; empty when every bucket is empty, equal when
     *     every weight is too small for a double
     */
    public SortedMap<Integer, Double> probabilities(Map<Integer, Integer> sizes, int groupSize) {
        SortedMap<Integer, Double> probabilities = new TreeMap<>();
        sizes.forEach(
                (k, size) -> {
                    if (size > 0) {
                        probabilities.put(k, weight(k, groupSize));
                    }
                });
        double sum = probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
        int buckets = probabilities.size();
        probabilities.replaceAll((k, weight) -> sum > 0 ? weight / sum : 1.0 / buckets);
        return probabilities;
    }
}
