package io.github.luffyrl.rewards.math.expression;

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
