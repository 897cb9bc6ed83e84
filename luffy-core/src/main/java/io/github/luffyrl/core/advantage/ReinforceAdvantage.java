package io.github.luffyrl.core.advantage;

/** The reward itself, without a baseline: REINFORCE. */
public record ReinforceAdvantage() implements AdvantageEstimator {

    @Override
    public double[] advantages(double[] rewards, boolean[] offPolicy) {
        GroupStatistics.check(rewards, offPolicy);
        return rewards.clone();
    }
}
