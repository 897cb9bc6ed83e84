package io.github.luffyrl.rewards.internal.math;

/** An operation that binds a variable. */
public enum Binder {
    /** Sum over an integer. */
    SUM,
    /** Product over an integer. */
    PRODUCT,
    /** Integral. */
    INTEGRAL,
    /** Limit. */
    LIMIT
}
