package io.github.luffyrl.examples.recipe;

import io.github.luffyrl.core.advantage.JointGroupAdvantage;

/**
 * How rewards become advantages.
 *
 * @param scale what the centred rewards are divided by
 */
public record Advantage(JointGroupAdvantage.Scale scale) {
    /**
     * Returns the estimator.
     *
     * @return the group-relative advantage
     */
    public JointGroupAdvantage estimator() {
        return new JointGroupAdvantage(scale);
    }
}
