package io.github.luffyrl.djl.dataset;

/** The names of what credit by tokens reports of each rollout, see {@link Credit#metrics}. */
public final class CreditMetrics {

    /** Mean divergence from the reference policy that was charged to the rewards, in nats. */
    public static final String REWARD_KL = "rewardKl";

    /** Coefficient that it was charged with. */
    public static final String REWARD_KL_COEFFICIENT = "rewardKlCoefficient";

    /** Mean loss of the critic's steps on the rollout, each before its update. */
    public static final String VALUE_LOSS = "valueLoss";

    /** Share of tokens whose value was held back by the critic's clip, mean over its steps. */
    public static final String VALUE_CLIP_FRACTION = "valueClipFraction";

    /** Mean value that the critic predicted for the rollout, before it was trained on it. */
    public static final String VALUE = "value";

    /** Share of the variance of the returns that these values explain. */
    public static final String EXPLAINED_VARIANCE = "explainedVariance";

    /** Mean global gradient norm of the critic's steps, before clipping. */
    public static final String CRITIC_GRADIENT_NORM = "criticGradientNorm";

    /** Mean cross-entropy of the reward model's steps on the rollout, each before its update. */
    public static final String REWARD_MODEL_LOSS = "rewardModelLoss";

    /** Share of pairs of a right and a wrong row of a group that its scores order so. */
    public static final String REWARD_MODEL_ACCURACY = "rewardModelAccuracy";

    /** Mean global gradient norm of the reward model's steps, before clipping. */
    public static final String REWARD_MODEL_GRADIENT_NORM = "rewardModelGradientNorm";

    private CreditMetrics() {}
}
