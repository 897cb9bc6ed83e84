package io.github.luffyrl.rewards.options;

/** How much of the writing counts besides the value. */
public enum Strictness {
    /** Names of variables count, and a tuple is no set. */
    STRICT,
    /** Variables may be renamed, and a tuple may equal a set. */
    LENIENT
}
