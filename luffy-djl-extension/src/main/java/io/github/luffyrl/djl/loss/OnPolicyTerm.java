package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.ImportanceCorrection;
import io.github.luffyrl.core.objective.OnPolicyRatio;
import io.github.luffyrl.core.objective.OnPolicyRatio.Level;
import io.github.luffyrl.core.objective.OnPolicyRatio.Surrogate;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;

/** {@link OnPolicyRatio} and {@link ImportanceCorrection} on NDArrays. */
final class OnPolicyTerm {

    private OnPolicyTerm() {}

    /**
     * Weighs tokens.
     *
     * @param live the on-policy tokens that carry loss
     * @return their losses {@code [B, T]}; anything elsewhere
     */
    static NDArray loss(
            OnPolicyRatio onPolicy,
            ImportanceCorrection correction,
            TokenArrays tokens,
            NDArray live) {
        NDArray negative = tokens.label(BatchLayout.ADVANTAGES, live).neg();
        NDArray logProbs = tokens.logProbs(live);
        NDArray old = tokens.label(BatchLayout.OLD_LOG_PROBS, live);
        NDArray ratio =
                onPolicy.level() == Level.TOKEN
                        ? ShapedWeight.ratio(onPolicy.shaping(), logProbs, old)
                        : sequenceRatio(onPolicy, tokens, live);
        NDArray loss =
                onPolicy.surrogate() == Surrogate.PPO
                        ? clippedSurrogate(onPolicy.clip(), ratio, negative)
                        : negative.mul(clippedWeight(onPolicy.clip(), ratio)).mul(logProbs);
        return correction instanceof ImportanceCorrection.None
                ? loss
                : loss.mul(factor(correction, tokens, live));
    }

    /** The ratio of the rows' mean log-probabilities, for each of their tokens. */
    private static NDArray sequenceRatio(OnPolicyRatio onPolicy, TokenArrays tokens, NDArray live) {
        NDArray all = tokens.onPolicy(); // a token without advantage belongs to the sequence
        NDArray any = live.toType(DataType.INT64, false).sum(new int[] {1}, true).gt(0);
        NDArray where = all.logicalAnd(any.broadcast(all.getShape()));
        NDArray logProbs = tokens.logProbs(where);
        NDArray count = where.toType(logProbs.getDataType(), false).sum(new int[] {1}, true);
        NDArray divisor = count.maximum(NativeArrays.scalar(logProbs, 1));
        NDArray mean = logProbs.sum(new int[] {1}, true).div(divisor);
        NDArray old = tokens.label(BatchLayout.OLD_LOG_PROBS, where);
        NDArray oldMean = old.sum(new int[] {1}, true).div(divisor);
        return ShapedWeight.ratio(onPolicy.shaping(), mean, oldMean) // [B, 1]
                .broadcast(live.getShape());
    }

    /** {@code max(-A r, -A clamp(r))}, without gradient where the second is larger. */
    private static NDArray clippedSurrogate(ClipRange clip, NDArray ratio, NDArray negative) {
        NDArray free = negative.mul(ratio);
        if (clip.effect() == ClipRange.Effect.MEASURES) {
            return free;
        }
        NDArray loss = free;
        NDArray constant = free.stopGradient();
        NDArray bound = negative.mul(clamped(clip, ratio));
        loss = NDArrays.where(bound.gt(constant), bound, loss);
        if (clip.dual() != Double.POSITIVE_INFINITY) {
            NDArray dual = negative.mul(NativeArrays.scalar(negative, clip.dual()));
            NDArray beyond = negative.gt(0).logicalAnd(loss.stopGradient().gt(dual));
            loss = NDArrays.where(beyond, dual, loss);
        }
        return loss;
    }

    private static NDArray clippedWeight(ClipRange clip, NDArray ratio) {
        return clip.effect() == ClipRange.Effect.MEASURES
                ? ratio.stopGradient()
                : clamped(clip, ratio);
    }

    private static NDArray clamped(ClipRange clip, NDArray ratio) {
        NDArray constant = ratio.stopGradient();
        return constant.maximum(NativeArrays.scalar(constant, clip.low()))
                .minimum(NativeArrays.scalar(constant, clip.high()));
    }

    private static NDArray factor(
            ImportanceCorrection correction, TokenArrays tokens, NDArray live) {
        double[] old = NativeArrays.toDoubles(tokens.label(BatchLayout.OLD_LOG_PROBS, live));
        NDArray rollout = tokens.label(BatchLayout.ROLLOUT_LOG_PROBS, live);
        double[] factors = NativeArrays.toDoubles(rollout);
        for (int i = 0; i < factors.length; i++) {
            factors[i] = correction.factor(old[i], factors[i]);
        }
        return NativeArrays.array(rollout, factors, rollout.getShape());
    }
}
