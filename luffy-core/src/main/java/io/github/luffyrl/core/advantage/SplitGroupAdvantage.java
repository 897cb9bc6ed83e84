package io.github.luffyrl.core.advantage;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The group-relative advantage with a baseline of on-policy rows alone: demonstrations are compared
 * with what the policy does by itself. The reference calls it {@code grpo_split}.
 *
 * <p>Where the on-policy rewards are all equal, or there is only one, nothing is divided by (the
 * deviation counts as 1); a lone on-policy row has no baseline and all rows keep their rewards.
 *
 * @param scale what the centered rewards are divided by
 */
public record SplitGroupAdvantage(AdvantageScale scale) implements AdvantageEstimator {

    /**
     * Estimates the advantages of one group.
     *
     * @throws IllegalArgumentException also if no row is on-policy
     */
    @Override
    public double[] advantages(double[] rewards, boolean[] offPolicy) {
        GroupStatistics.check(rewards, offPolicy);
        double[] onPolicy =
                IntStream.range(0, rewards.length)
                        .filter(row -> !offPolicy[row])
                        .mapToDouble(row -> rewards[row])
                        .toArray();
        if (onPolicy.length == 0) {
            throw new IllegalArgumentException(
                    "no row of the group with rewards "
                            + Arrays.toString(rewards)
                            + " is on-policy: leave at least one row without a prefix, or use"
                            + " JointGroupAdvantage");
        }
        GroupStatistics statistics = GroupStatistics.orNoBaseline(onPolicy);
        if (statistics.standardDeviation() == 0) {
            statistics = new GroupStatistics(statistics.mean(), 1);
        }
        return statistics.advantages(rewards, scale);
    }
}
