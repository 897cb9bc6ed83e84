package io.github.luffyrl.rewards.options;

/** Whether a relation, as in {@code 1 < x < 2}, may equal the set of its solutions. */
public enum RelationComparison {
    /** A relation in the gold may equal a set in the prediction, not the other way round. */
    GOLD_RELATION,
    /** Either side may be the relation. */
    EITHER
}
