package io.github.luffyrl.rewards.options;

/** What stands for an answer that was found and cannot be read as mathematics. */
public enum Fallback {
    /** Its text, which is then compared as text. */
    TEXT,
    /** Nothing: there is no answer. */
    NONE
}
