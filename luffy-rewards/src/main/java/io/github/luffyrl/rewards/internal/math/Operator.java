package io.github.luffyrl.rewards.internal.math;

/** What stands between the two sides of a relation. */
public enum Operator {
    /** Equal. */
    EQUAL,
    /** Nearly equal. */
    APPROXIMATELY,
    /** Not equal. */
    NOT_EQUAL,
    /** Less. */
    LESS,
    /** Less or equal. */
    LESS_OR_EQUAL,
    /** Greater. */
    GREATER,
    /** Greater or equal. */
    GREATER_OR_EQUAL,
    /** Element of a set. */
    IN,
    /** Not an element of a set. */
    NOT_IN,
    /** Congruent numbers, or identical ones. */
    EQUIVALENT,
    /** An arrow to the right. */
    TO,
    /** Subset. */
    SUBSET,
    /** Superset. */
    SUPERSET,
    /** Subset, perhaps equal. */
    SUBSET_OR_EQUAL,
    /** Superset, perhaps equal. */
    SUPERSET_OR_EQUAL,
    /** Congruent figures. */
    CONGRUENT,
    /** One follows from the other. */
    IMPLIES,
    /** Both follow from each other. */
    EQUIVALENCE,
    /** Similar. */
    SIMILAR,
    /** Proportional. */
    PROPORTIONAL,
    /** Parallel. */
    PARALLEL,
    /** Perpendicular. */
    PERPENDICULAR,
    /** Much less. */
    MUCH_LESS,
    /** Much greater. */
    MUCH_GREATER;

    /**
     * Returns what the operator becomes when its sides are exchanged.
     *
     * @return the mirrored operator
     */
    public Operator mirrored() {
        return switch (this) {
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            case SUBSET -> SUPERSET;
            case SUPERSET -> SUBSET;
            case SUBSET_OR_EQUAL -> SUPERSET_OR_EQUAL;
            case SUPERSET_OR_EQUAL -> SUBSET_OR_EQUAL;
            case MUCH_LESS -> MUCH_GREATER;
            case MUCH_GREATER -> MUCH_LESS;
            default -> this;
        };
    }

    /**
     * Returns whether the operator orders numbers.
     *
     * @return true for the four inequalities
     */
    public boolean isInequality() {
        return compareTo(LESS) >= 0 && compareTo(GREATER_OR_EQUAL) <= 0;
    }

    /**
     * Returns whether both sides may be the same number.
     *
     * @return true for the inequalities with "or equal"
     */
    public boolean allowsEqual() {
        return this == LESS_OR_EQUAL || this == GREATER_OR_EQUAL;
    }
}
