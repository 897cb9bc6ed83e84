package io.github.luffyrl.core.advantage;

import java.util.Arrays;

/**
 * The group-relative advantage of LUFFY: demonstrations and rollouts share one baseline, so a
 * demonstration is pushed hard while the policy fails and hardly at all once it succeeds (SPEC 1,
 * {@code grpo}).
 *
 * <p>A group of equal rewards has exactly zero advantage. A lone row has no baseline and keeps its
 * raw reward (SPEC Q1).
 *
 * @param scale what the centred rewards are divided by
 */
public record JointGroupAdvantage(Scale scale) implements AdvantageEstimator {

    private static final double EPSILON = 1e-6;

    /** What the centred rewards are divided by. */
    public enum Scale {
        /** Nothing: {@code r - mean}, as in Dr. GRPO and in LUFFY's released runs. */
        NONE,
        /**
         * The standard deviation of the group (Bessel-corrected) plus 1e-6: {@code (r - mean) /
         * (std + eps)}, as in GRPO and in LUFFY's paper.
         */
        STANDARD_DEVIATION
    }

    /**
     * Returns {@code r - mean}.
     *
     * @return the estimator
     */
    public static JointGroupAdvantage centred() {
        return new JointGroupAdvantage(Scale.NONE);
    }

    /**
     * Returns {@code (r - mean) / std}.
     *
     * @return the estimator
     */
    public static JointGroupAdvantage standardised() {
        return new JointGroupAdvantage(Scale.STANDARD_DEVIATION);
    }

    @Override
    public double[] advantages(double[] rewards, boolean[] offPolicy) {
        check(rewards, offPolicy);
        int k = rewards.length;
        if (Arrays.stream(rewards).allMatch(r -> r == rewards[0]) && k > 1) {
            return new double[k]; // rounding of the mean must not be blown up by 1/eps (Q2)
        }
        double mean = k == 1 ? 0 : Arrays.stream(rewards).sum() / k;
        double squares = Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum();
        double std = k == 1 ? 1 : Math.sqrt(squares / (k - 1));
        double divisor =
                switch (scale) {
                    case NONE -> 1;
                    case STANDARD_DEVIATION -> std + EPSILON;
                };
        return Arrays.stream(rewards).map(r -> (r - mean) / divisor).toArray();
    }

    private static void check(double[] rewards, boolean[] offPolicy) {
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
