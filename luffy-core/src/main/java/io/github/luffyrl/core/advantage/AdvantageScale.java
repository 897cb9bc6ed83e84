package io.github.luffyrl.core.advantage;

/** What the centered rewards of a group are divided by. */
public sealed interface AdvantageScale {

    /**
     * Returns the divisor.
     *
     * @param standardDeviation of the group's rewards
     * @return a number above 0
     */
    double divisor(double standardDeviation);

    /**
     * Nothing: {@code r - mean}, as in Dr. GRPO and in LUFFY's released runs.
     *
     * @return the scale
     */
    static AdvantageScale none() {
        return new None();
    }

    /**
     * The standard deviation plus 1e-6, as in GRPO and in LUFFY's paper.
     *
     * @return the scale
     */
    static AdvantageScale standardDeviation() {
        return new StandardDeviation(1e-6);
    }

    /** See {@link AdvantageScale#none()}. */
    record None() implements AdvantageScale {
        @Override
        public double divisor(double standardDeviation) {
            return 1;
        }
    }

    /**
     * The standard deviation of the group (Bessel-corrected) plus a small number.
     *
     * @param epsilon above 0
     */
    record StandardDeviation(double epsilon) implements AdvantageScale {
        /** Rejects an epsilon that is not above 0. */
        public StandardDeviation {
            if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
                throw new IllegalArgumentException(
                        "epsilon = " + epsilon + ": need a positive number, such as 1e-6");
            }
        }

        @Override
        public double divisor(double standardDeviation) {
            return standardDeviation + epsilon;
        }
    }
}
