package io.github.luffyrl.rewards.options;

/** How many candidates are handed on when a text holds several. */
public enum ExtractionMode {
    /** All, best first, until one can be read. */
    ANY_MATCH,
    /** The best one alone. */
    FIRST_MATCH
}
