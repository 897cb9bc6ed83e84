package io.github.luffyrl.rewards.internal.math;

/** A sign behind a number that scales it. */
public enum Scale {
    /** A hundredth. */
    PERCENT,
    /** A 180th of pi. */
    DEGREE
}
