package io.github.luffyrl.rewards.internal.math.equality;

import java.util.function.Supplier;

/** What a comparison found out. */
public enum Outcome {
    /** The two mean the same. */
    EQUAL,
    /** They do not. */
    DIFFERENT,
    /** It cannot be said. */
    UNDECIDED;

    static Outcome of(boolean equal) {
        return equal ? EQUAL : DIFFERENT;
    }

    /** Both must hold. */
    Outcome and(Outcome other) {
        if (this == DIFFERENT || other == DIFFERENT) {
            return DIFFERENT;
        }
        return this == EQUAL ? other : this;
    }

    /** One must hold; the second is asked only if the first does not. */
    Outcome or(Supplier<Outcome> other) {
        if (this == EQUAL) {
            return this;
        }
        Outcome second = other.get();
        return second == DIFFERENT ? this : second;
    }
}
