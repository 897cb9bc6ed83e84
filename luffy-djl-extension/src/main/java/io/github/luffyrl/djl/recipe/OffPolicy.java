package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.objective.OffPolicyClip;

/**
 * How tokens of demonstrations are weighted.
 *
 * @param shaping of the weight
 * @param behaviour what the weight is relative to
 * @param minWeight smallest weight
 * @param maxWeight largest weight
 */
public record OffPolicy(
        Shaping shaping, BehaviourPolicy behaviour, Limit minWeight, Limit maxWeight) {

    /** Checks the choices. */
    public OffPolicy {
        Require.that(
                behaviour != BehaviourPolicy.STORED,
                "behaviour",
                "stored",
                "certain, given or given-shaped: nothing is replayed here");
    }

    /** The bounds of the weight. */
    OffPolicyClip clip() {
        return new OffPolicyClip(
                minWeight.orElse(Double.NEGATIVE_INFINITY),
                maxWeight.orElse(Double.POSITIVE_INFINITY));
    }
}
