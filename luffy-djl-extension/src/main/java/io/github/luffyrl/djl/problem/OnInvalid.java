package io.github.luffyrl.djl.problem;

/** What happens to data that cannot be used. */
public enum OnInvalid {
    /** The first such place is an error. */
    REFUSE,
    /** It is left out, counted and reported. */
    SKIP
}
