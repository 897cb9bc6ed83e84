package io.github.luffyrl.djl.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.objective.OffPolicyClip;
import io.github.luffyrl.core.objective.OffPolicyWeight;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.batch.NativeArrays;

/** {@link OffPolicyWeight} on NDArrays. */
final class OffPolicyTerm {

    private OffPolicyTerm() {}

    /**
     * Weighs tokens.
     *
     * @param live the off-policy tokens that carry loss
     * @return {@code -A * s} {@code [B, T]}; anything elsewhere
     */
    static NDArray loss(OffPolicyWeight weight, TokenArrays tokens, NDArray live) {
        NDArray logProbs = tokens.logProbs(live);
        NDArray s =
                ShapedWeight.weight(
                        weight.behaviour().effective(weight.shaping()),
                        logProbs,
                        behaviour(weight.behaviour(), tokens, live));
        return tokens.label(BatchLayout.ADVANTAGES, live).neg().mul(clipped(weight.clip(), s));
    }

    /** Log-probability of tokens under the policy that wrote them. */
    private static NDArray behaviour(BehaviourPolicy policy, TokenArrays tokens, NDArray live) {
        return switch (policy) {
            case CERTAIN -> tokens.scores().logProbs().zerosLike();
            case STORED -> tokens.label(BatchLayout.OLD_LOG_PROBS, live);
            case GIVEN, GIVEN_SHAPED -> {
                if (BatchLayout.find(tokens.labels(), BatchLayout.BEHAVIOUR_PROBS) == null) {
                    throw new IllegalArgumentException(
                            "BehaviourPolicy."
                                    + policy
                                    + " needs the label "
                                    + BatchLayout.BEHAVIOUR_PROBS
                                    + ": give demonstrations their behaviour probabilities, or use"
                                    + " BehaviourPolicy.CERTAIN");
                }
                NDArray q = tokens.label(BatchLayout.BEHAVIOUR_PROBS, live);
                if (q.lt(0).any().getBoolean()) {
                    throw new IllegalArgumentException(
                            BatchLayout.BEHAVIOUR_PROBS
                                    + " has negative entries at off-policy tokens, which need the"
                                    + " demonstrator's probability");
                }
                yield q.add(NativeArrays.scalar(q, BehaviourPolicy.EPSILON)).log();
            }
        };
    }

    private static NDArray clipped(OffPolicyClip clip, NDArray s) {
        NDArray clipped = s;
        if (clip.hasMax()) {
            NDArray max = s.zerosLike().add(NativeArrays.scalar(s, clip.max()));
            clipped = NDArrays.where(clipped.gt(max), max, clipped);
        }
        if (clip.hasMin()) {
            NDArray min = s.zerosLike().add(NativeArrays.scalar(s, clip.min()));
            clipped = NDArrays.where(clipped.lt(min), min, clipped);
        }
        return clipped;
    }
}
