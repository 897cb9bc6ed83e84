package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.PolicyShaping;

/**
 * The weight of a token as a function of its probability.
 *
 * @param kind which function
 * @param gamma of {@code rational}, above 0
 * @param weight of {@code log} and {@code log-blend}
 * @param exponent of {@code power}, above 0
 */
public record Shaping(Kind kind, double gamma, double weight, double exponent) {

    /** Which function. */
    public enum Kind {
        /** See {@link PolicyShaping#none()}. */
        NONE,
        /** See {@link PolicyShaping#rational(double)}. */
        RATIONAL,
        /** See {@link PolicyShaping.Log}. */
        LOG,
        /** See {@link PolicyShaping.LogBlend}. */
        LOG_BLEND,
        /** See {@link PolicyShaping.Power}. */
        POWER
    }

    /** Checks the ranges. */
    public Shaping {
        Require.positive("gamma", gamma);
        Require.that(Double.isFinite(weight), "weight", weight, "a finite number");
        Require.positive("exponent", exponent);
    }

    /**
     * Returns the shaping.
     *
     * @return that of the kind
     */
    public PolicyShaping policyShaping() {
        return switch (kind) {
            case NONE -> PolicyShaping.none();
            case RATIONAL -> PolicyShaping.rational(gamma);
            case LOG -> new PolicyShaping.Log(weight);
            case LOG_BLEND -> new PolicyShaping.LogBlend(weight);
            case POWER -> new PolicyShaping.Power(exponent);
        };
    }
}
