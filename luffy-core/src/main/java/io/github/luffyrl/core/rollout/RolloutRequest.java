package io.github.luffyrl.core.rollout;

import io.github.luffyrl.core.prefix.Prefix;
import java.util.Arrays;

/**
 * One response to be written: the prompt, the tokens it must start with, and the seed of its
 * generator.
 *
 * @param prompt token ids of the prompt, at least one
 * @param prefix the tokens that are given, possibly none
 * @param seed seeds the trajectory's own generator, so that the result does not depend on what else
 *     is sampled beside it
 */
public record RolloutRequest(int[] prompt, Prefix prefix, long seed) {

    /** Copies the prompt and rejects an empty one. */
    public RolloutRequest {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("a rollout needs a prompt of at least one token");
        }
        prompt = prompt.clone();
    }

    @Override
    public int[] prompt() {
        return prompt.clone();
    }

    /**
     * Returns what the policy reads before it writes: the prompt and the prefix (SPEC 3.3).
     *
     * @return token ids
     */
    public int[] input() {
        int[] input = Arrays.copyOf(prompt, prompt.length + prefix.length());
        System.arraycopy(prefix.tokens(), 0, input, prompt.length, prefix.length());
        return input;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RolloutRequest that
                && Arrays.equals(prompt, that.prompt)
                && prefix.equals(that.prefix)
                && seed == that.seed;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(prompt) + prefix.hashCode()) + Long.hashCode(seed);
    }

    @Override
    public String toString() {
        return "RolloutRequest[prompt="
                + Arrays.toString(prompt)
                + ", prefix="
                + prefix
                + ", seed="
                + seed
                + "]";
    }
}
