package io.github.luffyrl.examples.recipe;

import io.github.luffyrl.core.advantage.AdvantageScale;
import io.github.luffyrl.core.advantage.JointGroupAdvantage;

/**
 * How rewards become advantages.
 *
 * @param scale what the centred rewards are divided by
 */
public record Advantage(Scale scale) {

    /** What the centred rewards are divided by. */
    public enum Scale {
        /** Nothing. */
        NONE,
        /** The standard deviation of the group. */
        STANDARD_DEVIATION
    }

    /**
     * Returns the estimator.
     *
     * @return the group-relative advantage
     */
    public JointGroupAdvantage estimator() {
        return new JointGroupAdvantage(
                switch (scale) {
                    case NONE -> AdvantageScale.none();
                    case STANDARD_DEVIATION -> AdvantageScale.standardDeviation();
                });
    }
}
