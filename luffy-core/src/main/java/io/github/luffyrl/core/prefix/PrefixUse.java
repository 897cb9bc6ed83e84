package io.github.luffyrl.core.prefix;

/** What the tokens that a response starts from are to the training. */
public enum PrefixUse {
    /** Off-policy tokens, trained by the objective's off-policy term: LUFFY. */
    TRAINED,
    /**
     * Part of the question. The policy is conditioned on them, as it is on the prompt, and nothing
     * is ever learned from them; what it generates after them is on-policy: PrefixRL.
     */
    CONTEXT
}
