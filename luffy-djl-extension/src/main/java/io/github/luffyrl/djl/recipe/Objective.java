package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.MultitaskObjective;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.SftObjective;

/**
 * The loss.
 *
 * @param kind what is learned from which rows
 * @param offPolicy how tokens of demonstrations are weighted
 * @param onPolicy how the policy's own tokens are weighted
 * @param maxProbability tokens of a higher probability are left out, above 0
 * @param normalizer divisor of the sum over tokens
 * @param sftCoefficient weight of the SFT loss of {@code rl-with-sft}, at least 0
 * @param entropy the entropy bonus
 * @param kl the penalty on the divergence from the model before training
 */
public record Objective(
        Kind kind,
        OffPolicy offPolicy,
        OnPolicy onPolicy,
        Limit maxProbability,
        Normalizer normalizer,
        double sftCoefficient,
        Entropy entropy,
        Kl kl) {

    /** What is learned from which rows. */
    public enum Kind {
        /** All rows by their advantages. See {@link MixedPolicyObjective}. */
        MIXED_POLICY,
        /** Demonstrations by heart, rollouts by advantages. See {@link MultitaskObjective}. */
        RL_WITH_SFT,
        /** Demonstrations by heart, without rollouts. See {@link SftObjective}. */
        SFT
    }

    /** Checks the ranges. */
    public Objective {
        Require.that(
                maxProbability.orElse(1) > 0,
                "maxProbability",
                maxProbability.toYaml(),
                "'none' or a number above 0");
        Require.notNegative("sftCoefficient", sftCoefficient);
    }

    /**
     * Returns what a step minimises.
     *
     * @return a new one: an adaptive entropy coefficient changes during a run
     */
    public PolicyUpdate update() {
        return new PolicyUpdate(policy(), entropy.entropyCoefficient(), kl.term(), 0);
    }

    private PolicyObjective policy() {
        return switch (kind) {
            case MIXED_POLICY -> mixed();
            case RL_WITH_SFT -> new MultitaskObjective(mixed(), sftCoefficient);
            case SFT -> new SftObjective();
        };
    }

    private MixedPolicyObjective mixed() {
        return MixedPolicyObjective.builder()
                .shaping(offPolicy.shaping().policyShaping())
                .behaviour(offPolicy.behaviour())
                .offPolicyClip(offPolicy.clip())
                .ratioShaping(onPolicy.shaping().policyShaping())
                .clip(onPolicy.clip().range())
                .ratioLevel(onPolicy.level())
                .surrogate(onPolicy.surrogate())
                .maxProbability(maxProbability.orElse(Double.POSITIVE_INFINITY))
                .normalizer(normalizer.lossNormalizer())
                .build();
    }

    /**
     * Returns whether rows without an advantage have a gradient.
     *
     * @return true with an entropy bonus, a KL term or an SFT loss
     */
    public boolean trainsAllRows() {
        return kind != Kind.MIXED_POLICY || entropy.coefficient() > 0 || kl.coefficient() > 0;
    }
}
