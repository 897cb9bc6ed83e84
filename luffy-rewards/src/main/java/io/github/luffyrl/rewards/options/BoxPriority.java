package io.github.luffyrl.rewards.options;

/** When a {@code \boxed{...}} is taken for the answer. */
public enum BoxPriority {
    /** Before anything else. */
    FIRST,
    /** Only when nothing follows "final answer is". */
    AFTER_FINAL_ANSWER,
    /** Only when nothing follows "answer:" or "answer is" either. */
    AFTER_ANSWER,
    /** Never: the marks of a box are not looked at. */
    NEVER
}
