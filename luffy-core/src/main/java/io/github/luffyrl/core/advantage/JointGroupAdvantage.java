package io.github.luffyrl.core.advantage;

/**
 * The group-relative advantage of LUFFY (arXiv 2504.14945, mixed-policy GRPO): demonstrations and
 * rollouts share one baseline, so a demonstration is pushed hard while the policy fails and hardly
 * at all once it succeeds.
 *
 * <p>A group of equal rewards has exactly zero advantage. A lone row has no baseline and keeps its
 * raw reward.
 *
 * @param scale what the centered rewards are divided by
 */
public record JointGroupAdvantage(AdvantageScale scale) implements AdvantageEstimator {

    /**
     * Returns {@code r - mean}.
     *
     * @return the estimator
     */
    public static JointGroupAdvantage centered() {
        return new JointGroupAdvantage(AdvantageScale.none());
    }

    /**
     * Returns {@code (r - mean) / (std + 1e-6)}.
     *
     * @return the estimator
     */
    public static JointGroupAdvantage standardized() {
        return new JointGroupAdvantage(AdvantageScale.standardDeviation());
    }

    @Override
    public double[] advantages(double[] rewards, boolean[] offPolicy) {
        GroupStatistics.check(rewards, offPolicy);
        return GroupStatistics.orNoBaseline(rewards).advantages(rewards, scale);
    }
}
