package io.github.luffyrl.core.rollout;

import io.github.luffyrl.core.prefix.Prefix;
import io.github.luffyrl.core.problem.Tokens;
import java.io.Serializable;

/**
 * One response to be written: the prompt, the tokens it must start with, and the seed of its
 * generator.
 *
 * @param prompt token ids of the prompt, at least one
 * @param prefix the tokens that are given, possibly none
 * @param seed seeds the trajectory's own generator, so that the result does not depend on what else
 *     is sampled beside it
 */
public record RolloutRequest(Tokens prompt, Prefix prefix, long seed) implements Serializable {

    /** Rejects an empty prompt. */
    public RolloutRequest {
        if (prompt.isEmpty()) {
            throw new IllegalArgumentException("a rollout needs a prompt of at least one token");
        }
    }

    /** Returns what the policy reads before it writes: the prompt and the prefix. */
    public Tokens input() {
        return prompt.concat(prefix.tokens());
    }

    /** Returns the number of tokens of {@link #input}. */
    public int inputLength() {
        return prompt.length() + prefix.length();
    }
}
