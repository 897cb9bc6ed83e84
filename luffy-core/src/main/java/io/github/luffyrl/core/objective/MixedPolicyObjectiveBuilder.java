package io.github.luffyrl.core.objective;

/** Builds a {@link MixedPolicyObjective}; see {@link MixedPolicyObjective#builder()}. */
public final class MixedPolicyObjectiveBuilder {

    private PolicyShaping shaping = PolicyShaping.rational(0.1);
    private BehaviourPolicy behaviour = BehaviourPolicy.CERTAIN;
    private OffPolicyClip offPolicyClip = OffPolicyClip.none();
    private PolicyShaping ratioShaping = PolicyShaping.none();
    private ClipRange clip = ClipRange.none();
    private OnPolicyRatio.Level ratioLevel = OnPolicyRatio.Level.TOKEN;
    private OnPolicyRatio.Surrogate surrogate = OnPolicyRatio.Surrogate.PPO;
    private ImportanceCorrection correction = ImportanceCorrection.none();
    private double maxProbability = Double.POSITIVE_INFINITY;
    private double maxDivergence = Double.POSITIVE_INFINITY;
    private LossNormalizer normalizer = LossNormalizer.tokenMean();
    private Compatibility compatibility = Compatibility.NONE;

    MixedPolicyObjectiveBuilder() {}

    /**
     * Sets the shaping of off-policy tokens.
     *
     * @param value the shaping
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder shaping(PolicyShaping value) {
        shaping = value;
        return this;
    }

    /**
     * Sets what the weight of off-policy tokens is relative to.
     *
     * @param value the behaviour policy
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder behaviour(BehaviourPolicy value) {
        behaviour = value;
        return this;
    }

    /**
     * Sets the bounds of the weight of off-policy tokens.
     *
     * @param value the bounds
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder offPolicyClip(OffPolicyClip value) {
        offPolicyClip = value;
        return this;
    }

    /**
     * Sets the shaping of the on-policy ratio.
     *
     * @param value the shaping
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder ratioShaping(PolicyShaping value) {
        ratioShaping = value;
        return this;
    }

    /**
     * Sets the range of the on-policy ratio.
     *
     * @param value the range
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder clip(ClipRange value) {
        clip = value;
        return this;
    }

    /**
     * Sets what a ratio is taken over.
     *
     * @param value token or sequence
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder ratioLevel(OnPolicyRatio.Level value) {
        ratioLevel = value;
        return this;
    }

    /**
     * Sets how the ratio enters the loss.
     *
     * @param value PPO or CISPO
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder surrogate(OnPolicyRatio.Surrogate value) {
        surrogate = value;
        return this;
    }

    /**
     * Sets the factor of on-policy tokens for the difference between sampler and model.
     *
     * @param value the correction
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder correction(ImportanceCorrection value) {
        correction = value;
        return this;
    }

    /**
     * Sets the probability above which tokens are left out.
     *
     * @param value above 0; infinite for none
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder maxProbability(double value) {
        maxProbability = value;
        return this;
    }

    /**
     * Sets the divergence above which rows of negative advantage are not learned from.
     *
     * @param value in nats, at least 0; infinite for none
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder maxDivergence(double value) {
        maxDivergence = value;
        return this;
    }

    /**
     * Sets how the tokens are summed up.
     *
     * @param value the normaliser
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder normalizer(LossNormalizer value) {
        normalizer = value;
        return this;
    }

    /**
     * Sets what a mean over no tokens is.
     *
     * @param value 0 or NaN
     * @return this builder
     */
    public MixedPolicyObjectiveBuilder compatibility(Compatibility value) {
        compatibility = value;
        return this;
    }

    /**
     * Builds the objective.
     *
     * @return the objective
     */
    public MixedPolicyObjective build() {
        return new MixedPolicyObjective(
                new OnPolicyRatio(ratioShaping, clip, ratioLevel, surrogate),
                new OffPolicyWeight(shaping, behaviour, offPolicyClip),
                correction,
                maxProbability,
                maxDivergence,
                normalizer,
                compatibility);
    }
}
