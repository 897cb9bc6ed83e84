package io.github.luffyrl.core.advantage;

import java.util.Arrays;

/**
 * Mean and Bessel-corrected standard deviation of rewards.
 *
 * @param mean exactly the rewards' value when all are equal, so that no rounding is left to be
 *     blown up by a small divisor
 * @param standardDeviation exactly 0 when all are equal; 1 for a lone reward
 */
record GroupStatistics(double mean, double standardDeviation) {

    /** Leaves a reward as it is: a lone row has nothing to be compared with. */
    static final GroupStatistics NO_BASELINE = new GroupStatistics(0, 1);

    static GroupStatistics of(double[] rewards) {
        int k = rewards.length;
        if (Arrays.stream(rewards).allMatch(r -> r == rewards[0])) {
            return new GroupStatistics(rewards[0], k == 1 ? 1 : 0);
        }
        double mean = Arrays.stream(rewards).sum() / k;
        double squares = Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
        return new GroupStatistics(mean, Math.sqrt(squares / (k - 1)));
    }

    static GroupStatistics orNoBaseline(double[] rewards) {
        return rewards.length == 1 ? NO_BASELINE : of(rewards);
    }

    double[] advantages(double[] rewards, AdvantageScale scale) {
        double divisor = scale.divisor(standardDeviation);
        return Arrays.stream(rewards).map(r -> (r - mean) / divisor).toArray();
    }

    static void check(double[] rewards, boolean[] offPolicy) {
        if (rewards.length == 0 || rewards.length != offPolicy.length) {
            throw new IllegalArgumentException(
                    rewards.length
                            + " rewards and "
                            + offPolicy.length
                            + " off-policy marks: need one of each per row, at least one row");
        }
        for (double reward : rewards) {
            if (!Double.isFinite(reward)) {
                throw new IllegalArgumentException(
                        "reward " + reward + " in " + Arrays.toString(rewards) + " is not finite");
            }
        }
    }
}
