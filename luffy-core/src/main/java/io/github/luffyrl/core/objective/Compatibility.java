package io.github.luffyrl.core.objective;

/** What a mean of nothing is (quirk Q7 in docs/paper-to-code.md). */
public enum Compatibility {
    /** A loss without tokens is 0 and has no gradient. */
    NONE,
    /** As in the reference implementations: 0/0, so the loss and its gradient are NaN. */
    REFERENCE
}
