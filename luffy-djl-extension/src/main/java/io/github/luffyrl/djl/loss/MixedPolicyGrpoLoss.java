package io.github.luffyrl.djl.loss;

import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.ImportanceCorrection;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.MixedPolicyObjectiveBuilder;
import io.github.luffyrl.core.objective.OffPolicyClip;
import io.github.luffyrl.core.objective.OnPolicyRatio;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.djl.batch.BatchLayout;

/**
 * {@link MixedPolicyObjective} as a DJL loss: GRPO in which a group may hold demonstrations.
 *
 * <pre>{@code
 * TrainingConfig config = new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build());
 * }</pre>
 *
 * <p>Labels are those of {@link BatchLayout}, as a {@code RolloutDataset} gives them; the model may
 * predict {@code logProbs} or {@code logits}. The result is this micro-batch's share of the
 * mini-batch's loss, so the gradients of all micro-batches add up to the gradient of the whole.
 * Without demonstrations it is GRPO.
 */
public final class MixedPolicyGrpoLoss extends PolicyLoss {

    private final MixedPolicyObjective objective;

    private MixedPolicyGrpoLoss(Builder builder) {
        this(builder.name, builder.objective.build());
    }

    private MixedPolicyGrpoLoss(String name, MixedPolicyObjective objective) {
        super(name, new PolicyUpdate(objective));
        this.objective = objective;
    }

    /**
     * Creates a builder with LUFFY's settings: shaping {@code p / (p + 0.1)}, no clipping, mean
     * over tokens.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the objective in double arithmetic that this loss computes.
     *
     * @return the specification
     */
    public MixedPolicyObjective objective() {
        return objective;
    }

    /** Builds a {@link MixedPolicyGrpoLoss}. */
    public static final class Builder {

        private String name = "MixedPolicyGrpoLoss";
        private final MixedPolicyObjectiveBuilder objective = MixedPolicyObjective.builder();

        private Builder() {}

        /**
         * Sets the name under which DJL reports the loss.
         *
         * @param name the name
         * @return this builder
         */
        public Builder optName(String name) {
            this.name = name;
            return this;
        }

        /**
         * Sets the weight of off-policy tokens.
         *
         * @param shaping the shaping
         * @return this builder
         */
        public Builder optShaping(PolicyShaping shaping) {
            objective.shaping(shaping);
            return this;
        }

        /**
         * Sets the range of the on-policy ratio.
         *
         * @param clip the range
         * @return this builder
         */
        public Builder optClip(ClipRange clip) {
            objective.clip(clip);
            return this;
        }

        /**
         * Sets what the sum over tokens is divided by.
         *
         * @param normalizer the normaliser
         * @return this builder
         */
        public Builder optNormalizer(LossNormalizer normalizer) {
            objective.normalizer(normalizer);
            return this;
        }

        /**
         * Sets what the weight of off-policy tokens is relative to; a demonstrator certain of its
         * tokens by default.
         *
         * @param behaviour the behaviour policy
         * @return this builder
         */
        public Builder optBehaviour(BehaviourPolicy behaviour) {
            objective.behaviour(behaviour);
            return this;
        }

        /**
         * Sets the bounds of the weight of off-policy tokens; none by default.
         *
         * @param clip the bounds
         * @return this builder
         */
        public Builder optOffPolicyClip(OffPolicyClip clip) {
            objective.offPolicyClip(clip);
            return this;
        }

        /**
         * Sets the shaping of the on-policy ratio; none by default.
         *
         * @param shaping the shaping
         * @return this builder
         */
        public Builder optRatioShaping(PolicyShaping shaping) {
            objective.ratioShaping(shaping);
            return this;
        }

        /**
         * Sets what an on-policy ratio is taken over; each token by default.
         *
         * @param level token or sequence
         * @return this builder
         */
        public Builder optRatioLevel(OnPolicyRatio.Level level) {
            objective.ratioLevel(level);
            return this;
        }

        /**
         * Sets how the on-policy ratio enters the loss; as in PPO by default.
         *
         * @param surrogate PPO or CISPO
         * @return this builder
         */
        public Builder optSurrogate(OnPolicyRatio.Surrogate surrogate) {
            objective.surrogate(surrogate);
            return this;
        }

        /**
         * Sets the factor of on-policy tokens for the difference between sampler and model; none by
         * default.
         *
         * @param correction the correction
         * @return this builder
         */
        public Builder optCorrection(ImportanceCorrection correction) {
            objective.correction(correction);
            return this;
        }

        /**
         * Sets the probability above which tokens are left out; none by default.
         *
         * @param probability above 0
         * @return this builder
         */
        public Builder optMaxProbability(double probability) {
            objective.maxProbability(probability);
            return this;
        }

        /**
         * Builds the loss.
         *
         * @return the loss
         */
        public MixedPolicyGrpoLoss build() {
            return new MixedPolicyGrpoLoss(this);
        }
    }
}
