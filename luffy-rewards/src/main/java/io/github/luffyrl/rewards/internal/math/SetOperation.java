package io.github.luffyrl.rewards.internal.math;

/** How two sets are combined. */
public enum SetOperation {
    /** In either. */
    UNION,
    /** In both. */
    INTERSECTION,
    /** In the first, not in the second. */
    DIFFERENCE
}
