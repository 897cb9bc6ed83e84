package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.djl.layout.BatchLayout;
import io.github.luffyrl.djl.layout.NativeArrays;
import io.github.luffyrl.djl.layout.TokenScores;

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
public final class MixedPolicyGrpoLoss extends Loss {

    private final MixedPolicyObjective objective;

    private MixedPolicyGrpoLoss(Builder builder) {
        super(builder.name);
        this.objective =
                new MixedPolicyObjective(builder.shaping, builder.clip, builder.normalizer);
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

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray allAdvantages = BatchLayout.require(labels, BatchLayout.ADVANTAGES);
            NDArray live = // tokens that carry loss, [B, T]
                    BatchLayout.require(labels, BatchLayout.MASK)
                            .neq(0)
                            .logicalAnd(allAdvantages.neq(0));
            NDArray offPolicy = BatchLayout.require(labels, BatchLayout.OFF_POLICY).neq(0);
            NDArray onPolicy = live.logicalAnd(offPolicy.logicalNot());
            // What lies outside may be NaN: it is selected away, never multiplied by zero.
            NDArray logProbs = orZero(live, TokenScores.of(labels, predictions).logProbs());
            NDArray advantages = orZero(live, allAdvantages);
            NDArray oldLogProbs =
                    orZero(onPolicy, BatchLayout.require(labels, BatchLayout.OLD_LOG_PROBS));

            NDArray logRatio = orZero(onPolicy, logProbs.sub(oldLogProbs));
            NDArray onPolicyLoss = clippedSurrogate(logRatio, advantages);
            NDArray offPolicyLoss =
                    advantages.neg().mul(ShapedWeight.of(objective.shaping(), logProbs));
            NDArray sum = NDArrays.where(offPolicy, offPolicyLoss, onPolicyLoss).sum();

            NDArray loss = sum.mul(NativeArrays.scalar(sum.getManager(), 1 / divisor(labels)));
            NDScope.unregister(loss);
            loss.attach(predictions.head().getManager());
            return loss;
        }
    }

    /** {@code max(-A r, -A clamp(r))}, without gradient where the second is larger. */
    private NDArray clippedSurrogate(NDArray logRatio, NDArray advantages) {
        ClipRange clip = objective.clip();
        NDArray negative = advantages.neg();
        if (clip.equals(ClipRange.none())) {
            return negative.mul(logRatio.exp());
        }
        NDArray ratio = logRatio.stopGradient().exp();
        NDArray clipped = negative.mul(ratio.clip(clip.low(), clip.high()));
        NDArray outside = clipped.gt(negative.mul(ratio));
        // An overflowing ratio that is clipped anyway must not reach the exponential (0 * inf).
        NDArray inside = NDArrays.where(outside, logRatio.zerosLike(), logRatio);
        return NDArrays.where(outside, clipped, negative.mul(inside.exp()));
    }

    private double divisor(NDList labels) {
        long[] counts = BatchLayout.require(labels, BatchLayout.COUNTS).toLongArray();
        return counts[0] == 0 ? 1 : objective.normalizer().divisor(counts[0], counts[1]);
    }

    private static NDArray orZero(NDArray condition, NDArray value) {
        return NDArrays.where(condition, value, value.zerosLike());
    }

    /** Builds a {@link MixedPolicyGrpoLoss}. */
    public static final class Builder {

        private String name = "MixedPolicyGrpoLoss";
        private PolicyShaping shaping = PolicyShaping.rational(0.1);
        private ClipRange clip = ClipRange.none();
        private LossNormalizer normalizer = LossNormalizer.tokenMean();

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
            this.shaping = shaping;
            return this;
        }

        /**
         * Sets the range of the on-policy ratio.
         *
         * @param clip the range
         * @return this builder
         */
        public Builder optClip(ClipRange clip) {
            this.clip = clip;
            return this;
        }

        /**
         * Sets what the sum over tokens is divided by.
         *
         * @param normalizer the normaliser
         * @return this builder
         */
        public Builder optNormalizer(LossNormalizer normalizer) {
            this.normalizer = normalizer;
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
