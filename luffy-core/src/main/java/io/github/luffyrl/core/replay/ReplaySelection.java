package io.github.luffyrl.core.replay;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which of a problem's kept responses is replayed. */
public enum ReplaySelection {
    /** The one that the current policy is most certain of, by the mean entropy over its tokens. */
    LOWEST_ENTROPY,
    /** The one that it is least certain of. */
    HIGHEST_ENTROPY,
    /** Any of them. */
    RANDOM;

    /**
     * Returns whether responses are selected by entropies.
     *
     * @return if not, {@link #select} reads no entropy
     */
    public boolean readsEntropies() {
        return this != RANDOM;
    }

    /**
     * Selects a response.
     *
     * @param entropies for each response, the entropy in nats at each of its tokens under the
     *     current policy; at least one response, each of at least one token if they are read
     * @param random draws, if need be
     * @return index of the response, the first of equals
     * @throws IllegalArgumentException if there is nothing to select from or a mean is not finite
     */
    public int select(List<double[]> entropies, RandomGenerator random) {
        if (entropies.isEmpty()) {
            throw new IllegalArgumentException("there is no response to select from");
        }
        if (!readsEntropies()) {
            return random.nextInt(entropies.size());
        }
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < entropies.size(); i++) {
            double mean = Arrays.stream(entropies.get(i)).average().orElse(Double.NaN);
            if (!Double.isFinite(mean)) {
                throw new IllegalArgumentException(
                        "mean entropy " + mean + " of response " + i + " is not finite");
            }
            double rank = this == LOWEST_ENTROPY ? mean : -mean;
            if (rank < lowest) {
                lowest = rank;
                best = i;
            }
        }
        return best;
    }
}
