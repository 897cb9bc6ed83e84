package io.github.luffyrl.core.rollout;

import java.io.Serializable;

/**
 * A response as a reward function sees it.
 *
 * @param text the decoded response, prefix included, special tokens left out
 * @param tokens its length in tokens
 * @param finished whether the policy ended it by itself, rather than at the length limit
 */
public record Completion(String text, int tokens, boolean finished) implements Serializable {

    /**
     * Returns a finished completion, for callers that have only a text.
     *
     * @param text the response
     * @return the completion, with as many tokens as the text has characters
     */
    public static Completion of(String text) {
        return new Completion(text, text.length(), true);
    }
}
