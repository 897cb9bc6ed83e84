package io.github.luffyrl.examples.recipe;

import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.prefix.PrefixSchedule;

/** How demonstrations take part in the training. */
public enum Method {
    /** One demonstration per group, its tokens shaped by {@code p / (p + gamma)}. */
    LUFFY,
    /** One demonstration per group, its tokens weighted by their probability. */
    MIXED,
    /** On-policy rollouts alone. */
    GRPO;

    /**
     * Returns which rows of a group are demonstrations.
     *
     * @return the schedule
     */
    public PrefixSchedule prefixSchedule() {
        return switch (this) {
            case LUFFY, MIXED -> PrefixSchedule.wholeDemonstration();
            case GRPO -> PrefixSchedule.none();
        };
    }

    /**
     * Returns the weight of off-policy tokens.
     *
     * @param gamma above 0; only LUFFY reads it
     * @return the shaping
     */
    public PolicyShaping shaping(double gamma) {
        return switch (this) {
            case LUFFY -> PolicyShaping.rational(gamma);
            case MIXED, GRPO -> PolicyShaping.none();
        };
    }
}
