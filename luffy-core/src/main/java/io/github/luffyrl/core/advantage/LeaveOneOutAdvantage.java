package io.github.luffyrl.core.advantage;

import java.util.Arrays;

/**
 * The reward less the mean of the group's other rewards: RLOO (arXiv 2402.14740). A lone row keeps
 * its raw reward.
 */
public record LeaveOneOutAdvantage() implements AdvantageEstimator {

    @Override
    public double[] advantages(double[] rewards, boolean[] offPolicy) {
        GroupStatistics.check(rewards, offPolicy);
        int k = rewards.length;
        if (k == 1) {
            return rewards.clone();
        }
        double mean = GroupStatistics.of(rewards).mean();
        return Arrays.stream(rewards).map(r -> (r - mean) * k / (k - 1)).toArray();
    }
}
