package io.github.luffyrl.djl.recipe;

import io.github.luffyrl.core.objective.BehaviourPolicy;
import io.github.luffyrl.core.objective.ClipRange;
import io.github.luffyrl.core.objective.ImportanceCorrection;
import io.github.luffyrl.core.objective.KlTerm;
import io.github.luffyrl.core.objective.LossNormalizer;
import io.github.luffyrl.core.objective.MixedPolicyObjective;
import io.github.luffyrl.core.objective.MultitaskObjective;
import io.github.luffyrl.core.objective.OffPolicyClip;
import io.github.luffyrl.core.objective.OnPolicyRatio;
import io.github.luffyrl.core.objective.PolicyObjective;
import io.github.luffyrl.core.objective.PolicyShaping;
import io.github.luffyrl.core.objective.PolicyUpdate;
import io.github.luffyrl.core.objective.SftObjective;
import java.util.OptionalDouble;
import java.util.Set;

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
        OptionalDouble maxProbability,
        LossNormalizer normalizer,
        double sftCoefficient,
        EntropySettings entropy,
        KlTerm kl)
        implements Section {

    /** What is learned from which rows. */
    public enum Kind {
        /** All rows by their advantages. See {@link MixedPolicyObjective}. */
        MIXED_POLICY,
        /** SFT on demonstrations, rollouts by advantages. See {@link MultitaskObjective}. */
        RL_WITH_SFT,
        /** SFT on demonstrations, without rollouts. See {@link SftObjective}. */
        SFT
    }

    /**
     * How tokens of demonstrations are weighted.
     *
     * @param shaping of the weight
     * @param behaviour what the weight is relative to
     * @param minWeight smallest weight
     * @param maxWeight largest weight
     */
    public record OffPolicy(
            PolicyShaping shaping,
            BehaviourPolicy behaviour,
            OptionalDouble minWeight,
            OptionalDouble maxWeight) {

        /**
         * Returns the bounds of the weight.
         *
         * @return the bounds
         */
        public OffPolicyClip clip() {
            return new OffPolicyClip(
                    minWeight.orElse(Double.NEGATIVE_INFINITY),
                    maxWeight.orElse(Double.POSITIVE_INFINITY));
        }
    }

    /**
     * How the policy's own tokens are weighted.
     *
     * @param shaping of the importance ratio
     * @param clip range of the ratio
     * @param level what a ratio is taken over
     * @param surrogate how the ratio enters the loss
     * @param maxDivergence rows of negative advantage are left out where the mean log-ratio of the
     *     old to the current policy is larger, at least 0
     * @param correction for the difference between the sampler and the model that is trained
     */
    public record OnPolicy(
            PolicyShaping shaping,
            Clip clip,
            OnPolicyRatio.Level level,
            OnPolicyRatio.Surrogate surrogate,
            OptionalDouble maxDivergence,
            ImportanceCorrection correction) {

        /** Checks the range. */
        public OnPolicy {
            Ranges.require(
                    maxDivergence.orElse(0) >= 0,
                    "maxDivergence",
                    maxDivergence.orElse(0),
                    "'none' or a number of at least 0");
        }
    }

    /** Checks the ranges. */
    public Objective {
        Ranges.require(
                maxProbability.orElse(1) > 0,
                "maxProbability",
                maxProbability.orElse(1),
                "'none' or a number above 0");
        Ranges.notNegative("sftCoefficient", sftCoefficient);
    }

    /** The weight of a replayed response is relative to its own log-probabilities. */
    void requireMatching(Replay replay) {
        boolean replayed = replay.settings().isPresent();
        Ranges.require(
                !replayed || kind == Kind.MIXED_POLICY,
                "objective.kind",
                RecipeYaml.spelled(kind),
                "mixed-policy with replay.kind = experience");
        Ranges.require(
                kind == Kind.SFT // which has no off-policy weight
                        || replayed == (offPolicy.behaviour() == BehaviourPolicy.STORED),
                "objective.offPolicy.behaviour",
                RecipeYaml.spelled(offPolicy.behaviour()),
                replayed ? "stored with replay" : "certain, given or given-shaped without replay");
    }

    @Override
    public String decides() {
        return "kind";
    }

    @Override
    public Set<String> withoutEffect() {
        return switch (kind) {
            case MIXED_POLICY -> Set.of("sftCoefficient");
            case RL_WITH_SFT -> Set.of();
            case SFT ->
                    Set.of(
                            "offPolicy",
                            "onPolicy",
                            "maxProbability",
                            "normalizer",
                            "sftCoefficient",
                            "kl");
        };
    }

    /**
     * Returns what a step minimizes.
     *
     * @return a new one: an adaptive entropy coefficient changes during a run
     */
    public PolicyUpdate update() {
        return new PolicyUpdate(
                policy(
                        offPolicy.shaping(),
                        offPolicy.clip(),
                        onPolicy.clip().range(),
                        onPolicy.correction(),
                        normalizer),
                entropy.entropyCoefficient(),
                kl,
                0);
    }

    /**
     * Returns the objective with some of its parts replaced.
     *
     * @param shaping weight of demonstration tokens
     * @param offPolicyClip bounds of that weight
     * @param clip range of on-policy ratios
     * @param correction for a sampler that differs from the model
     * @param divisor of the sum over tokens
     * @return the objective of the kind; SFT has none of these parts
     */
    public PolicyObjective policy(
            PolicyShaping shaping,
            OffPolicyClip offPolicyClip,
            ClipRange clip,
            ImportanceCorrection correction,
            LossNormalizer divisor) {
        MixedPolicyObjective mixed =
                MixedPolicyObjective.builder()
                        .shaping(shaping)
                        .behaviour(offPolicy.behaviour())
                        .offPolicyClip(offPolicyClip)
                        .ratioShaping(onPolicy.shaping())
                        .clip(clip)
                        .ratioLevel(onPolicy.level())
                        .surrogate(onPolicy.surrogate())
                        .correction(correction)
                        .maxProbability(maxProbability.orElse(Double.POSITIVE_INFINITY))
                        .maxDivergence(onPolicy.maxDivergence().orElse(Double.POSITIVE_INFINITY))
                        .normalizer(divisor)
                        .build();
        return switch (kind) {
            case MIXED_POLICY -> mixed;
            case RL_WITH_SFT -> new MultitaskObjective(mixed, sftCoefficient);
            case SFT -> new SftObjective();
        };
    }
}
