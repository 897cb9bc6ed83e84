package io.github.luffyrl.core.advantage;

/**
 * The group-relative advantage of Dr. GRPO (arXiv 2503.20783) and TRL: the formula of {@link
 * JointGroupAdvantage} without its exception for a lone row, whose advantage is 0 when nothing is
 * divided by and undefined otherwise.
 *
 * @param scale what the centered rewards are divided by
 */
public record GroupMeanAdvantage(AdvantageScale scale) implements AdvantageEstimator {

    /**
     * Returns {@code r - mean}.
     *
     * @return Dr. GRPO of Oat-Zero and TRL
     */
    public static GroupMeanAdvantage drGrpo() {
        return new GroupMeanAdvantage(AdvantageScale.none());
    }

    /**
     * Returns {@code (r - mean) / (std + 1e-8)}.
     *
     * @return GRPO of Oat-Zero
     */
    public static GroupMeanAdvantage oat() {
        return new GroupMeanAdvantage(new AdvantageScale.StandardDeviation(1e-8));
    }

    /**
     * Returns {@code (r - mean) / (std + 1e-4)}.
     *
     * @return GRPO of TRL
     */
    public static GroupMeanAdvantage trl() {
        return new GroupMeanAdvantage(new AdvantageScale.StandardDeviation(1e-4));
    }

    /**
     * Estimates the advantages of one group.
     *
     * @throws IllegalArgumentException also if a lone row is to be divided by a deviation
     */
    @Override
    public double[] advantages(double[] rewards, boolean[] offPolicy) {
        GroupStatistics.check(rewards, offPolicy);
        if (rewards.length == 1 && scale instanceof AdvantageScale.StandardDeviation) {
            throw new IllegalArgumentException(
                    "a lone row with reward "
                            + rewards[0]
                            + " has no standard deviation: use groups of two rows or more");
        }
        return GroupStatistics.of(rewards).advantages(rewards, scale);
    }
}
