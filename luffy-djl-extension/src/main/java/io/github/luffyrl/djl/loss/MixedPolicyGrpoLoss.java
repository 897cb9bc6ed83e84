package io.github.luffyrl.djl.loss;

import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.djl.batch.BatchLayout;

/**
 * {@link MixedPolicyObjective} as a DJL loss: GRPO in which a group may hold demonstrations.
 *
 * <pre>{@code
 * TrainingConfig luffy = new DefaultTrainingConfig(MixedPolicyGrpoLoss.builder().build());
 *
 * TrainingConfig mine = new DefaultTrainingConfig(
 *         MixedPolicyGrpoLoss.builder()
 *                 .optObjective(MixedPolicyObjective.builder()
 *                         .shaping(PolicyShaping.rational(0.5))
 *                         .clip(ClipRange.symmetric(0.2))
 *                         .build())
 *                 .optEntropy(EntropyCoefficient.constant(0.001))
 *                 .optKl(new KlTerm(KlEstimator.k3(), 0.001))
 *                 .build());
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
        super(
                builder.name,
                new PolicyUpdate(builder.objective, builder.entropy, builder.kl, builder.drift));
        this.objective = builder.objective;
    }

    /**
     * Creates a builder with LUFFY's settings: shaping {@code p / (p + 0.1)}, no clipping, mean
     * over tokens; no entropy bonus and no KL term.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the policy objective.
     *
     * @return the objective, without entropy bonus and KL terms
     */
    public MixedPolicyObjective objective() {
        return objective;
    }

    /** Builds a {@link MixedPolicyGrpoLoss}. */
    public static final class Builder {

        private String name = "MixedPolicyGrpoLoss";
        private MixedPolicyObjective objective = MixedPolicyObjective.builder().build();
        private EntropyCoefficient entropy = EntropyCoefficient.none();
        private KlTerm kl = KlTerm.none();
        private double drift;

        private Builder() {}

        /**
         * Sets the name under which DJL reports the loss.
         *
         * @param value the name
         * @return this builder
         */
        public Builder optName(String value) {
            name = value;
            return this;
        }

        /**
         * Sets the policy objective: shaping, clip range, normalizer and the rest; LUFFY's by
         * default.
         *
         * @param value the objective, see {@link MixedPolicyObjective#builder()}
         * @return this builder
         */
        public Builder optObjective(MixedPolicyObjective value) {
            objective = value;
            return this;
        }

        /**
         * Sets the weight of the entropy bonus; none by default.
         *
         * @param value the coefficient
         * @return this builder
         */
        public Builder optEntropy(EntropyCoefficient value) {
            entropy = value;
            return this;
        }

        /**
         * Sets the penalty on the divergence from the reference policy; none by default. The labels
         * need {@link BatchLayout#REFERENCE_LOG_PROBS}.
         *
         * @param value estimator and coefficient
         * @return this builder
         */
        public Builder optKl(KlTerm value) {
            kl = value;
            return this;
        }

        /**
         * Sets the penalty on the divergence from the policy at the start of the step; none by
         * default.
         *
         * @param coefficient at least 0, of {@code |mean (old - l)|}
         * @return this builder
         */
        public Builder optDrift(double coefficient) {
            drift = coefficient;
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
