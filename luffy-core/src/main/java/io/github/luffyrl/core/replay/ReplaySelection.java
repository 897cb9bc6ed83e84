package io.github.luffyrl.core.replay;

import java.util.Arrays;
import java.util.List;

/** Which of a problem's kept responses is replayed. */
public final class ReplaySelection {

    private ReplaySelection() {}

    /**
     * Selects the response that the current policy is most certain of, by the mean entropy over its
     * tokens.
     *
     * @param entropies for each response, the entropy in nats at each of its tokens under the
     *     current policy; at least one response, each of at least one token
     * @return index of the response with the lowest mean, the first of equals
     * @throws IllegalArgumentException if there is nothing to select from or a mean is not finite
     */
    public static int lowestEntropy(List<double[]> entropies) {
        if (entropies.isEmpty()) {
            throw new IllegalArgumentException("there is no response to select from");
        }
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < entropies.size(); i++) {
            double mean = Arrays.stream(entropies.get(i)).average().orElse(Double.NaN);
            if (!Double.isFinite(mean)) {
                throw new IllegalArgumentException(
                        "mean entropy " + mean + " of response " + i + " is not finite");
            }
            if (mean < lowest) {
                lowest = mean;
                best = i;
            }
        }
        return best;
    }
}
