package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.rollout.SamplingParams;

/**
 * How rollouts are drawn.
 *
 * @param temperature the logits are divided by it, above 0
 * @param maxResponseTokens longest response, end-of-sequence token included, at least 1; a longer
 *     demonstration is refused
 * @param maxPromptTokens longest prompt, at least 1; a longer one is refused
 */
public record Sampling(double temperature, int maxResponseTokens, int maxPromptTokens) {
    /** Checks the ranges. */
    public Sampling {
        Ranges.positive("temperature", temperature);
        Ranges.atLeastOne("maxResponseTokens", maxResponseTokens);
        Ranges.atLeastOne("maxPromptTokens", maxPromptTokens);
    }

    /**
     * Returns what the policy needs to know.
     *
     * @return temperature and longest response
     */
    public SamplingParams params() {
        return new SamplingParams(temperature, maxResponseTokens);
    }
}
