package io.github.luffyrl.core.objective;

/** What is measured while a policy objective is evaluated; all without gradient. */
public enum PolicyMetric {
    /** Loss of on-policy tokens, mean over them. */
    ON_POLICY_LOSS,
    /** Loss of off-policy tokens, mean over them. */
    OFF_POLICY_LOSS,
    /** Share of on-policy tokens whose loss the clip range changes. */
    ON_POLICY_CLIP_FRACTION,
    /**
     * As {@link #ON_POLICY_CLIP_FRACTION}, with off-policy tokens counted in (quirk Q10 in
     * docs/paper-to-code.md).
     */
    CLIP_FRACTION,
    /** {@code old - l}, mean over on-policy tokens: how far the policy moved in this step. */
    ON_POLICY_KL,
    /**
     * As {@link #ON_POLICY_KL}, with off-policy tokens counted in (quirk Q10 in
     * docs/paper-to-code.md).
     */
    KL,
    /** Probability of on-policy tokens at the start of the step, mean. */
    ON_POLICY_PROBABILITY,
    /** Probability of off-policy tokens under the policy being trained, mean. */
    OFF_POLICY_PROBABILITY,
    /** Unclipped on-policy ratio, mean. */
    ON_POLICY_RATIO,
    /** Mean over rows of two on-policy tokens or more of the unbiased variance of their ratio. */
    ON_POLICY_RATIO_VARIANCE,
    /** Mean over rows with on-policy tokens of their largest ratio. */
    ON_POLICY_RATIO_MAX,
    /** Clipped weight of off-policy tokens, mean. */
    OFF_POLICY_WEIGHT,
    /** Mean over rows of two off-policy tokens or more of the unbiased variance of their weight. */
    OFF_POLICY_WEIGHT_VARIANCE,
    /** Mean over rows with off-policy tokens of their largest weight. */
    OFF_POLICY_WEIGHT_MAX,
    /** Share of off-policy tokens whose weight is the upper bound; only if there is one. */
    OFF_POLICY_MAX_CLIP_FRACTION,
    /** Share of off-policy tokens whose weight is the lower bound; only if there is one. */
    OFF_POLICY_MIN_CLIP_FRACTION
}
