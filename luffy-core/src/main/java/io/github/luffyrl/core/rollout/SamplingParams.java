package io.github.luffyrl.core.rollout;

/**
 * How a policy samples.
 *
 * @param temperature the logits are divided by it; 0 picks the most likely token
 * @param maxResponseTokens longest response, prefix included, at least 1
 */
public record SamplingParams(double temperature, int maxResponseTokens) {

    /** Rejects a negative temperature and an empty response. */
    public SamplingParams {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature = " + temperature + ", need >= 0");
        }
        if (maxResponseTokens < 1) {
            throw new IllegalArgumentException(
                    "maxResponseTokens = " + maxResponseTokens + ", need at least 1");
        }
    }

    /**
     * Returns whether the most likely token is taken instead of a random one.
     *
     * @return true for temperature 0
     */
    public boolean greedy() {
        return temperature == 0;
    }
}
