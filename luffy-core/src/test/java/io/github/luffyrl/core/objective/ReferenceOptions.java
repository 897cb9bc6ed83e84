package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.GoldenFamily;

/** The settings of the reference implementations as objects of this package. */
public final class ReferenceOptions {

    private ReferenceOptions() {}

    /** The loss function and the trainer have different names for the same settings. */
    public enum Keys {
        FUNCTION("cliprange", "off_max_clip", "off_min_clip"),
        TRAINER("clip_ratio", "off_policy_max_clip", "off_policy_min_clip");

        private final String epsilon;
        private final String max;
        private final String min;

        Keys(String epsilon, String max, String min) {
            this.epsilon = epsilon;
            this.max = max;
            this.min = min;
        }
    }

    /** Returns the mixed loss of a case of {@code mixed_policy_loss_*} or {@code actor_update}. */
    public static MixedPolicyObjective mixed(
            GoldenFamily.Case golden, Keys keys, BehaviourPolicy behaviour, int length) {
        return MixedPolicyObjective.builder()
                .shaping(shaping(golden, "off_policy_reshape"))
                .behaviour(behaviour)
                .offPolicyClip(
                        new OffPolicyClip(
                                bound(golden, keys.min, Double.NEGATIVE_INFINITY),
                                bound(golden, keys.max, Double.POSITIVE_INFINITY)))
                .ratioShaping(shaping(golden, "on_policy_reshape"))
                .clip(
                        golden.flag("loss_remove_clip")
                                ? ClipRange.none()
                                : ClipRange.symmetric(golden.setting(keys.epsilon))
                                        .upTo(golden.setting("clip_upper_bound")))
                .maxProbability(bound(golden, "all_max_clip", Double.POSITIVE_INFINITY))
                .normalizer(normalizer(golden, length))
                .compatibility(Compatibility.REFERENCE)
                .build();
    }

    /** Returns the plain PPO loss, which measures its clip fraction even where it does not clip. */
    public static MixedPolicyObjective plain(GoldenFamily.Case golden, Keys keys, int length) {
        ClipRange range = ClipRange.symmetric(golden.setting(keys.epsilon));
        return MixedPolicyObjective.builder()
                .clip(golden.flag("loss_remove_clip") ? range.measured() : range)
                .normalizer(normalizer(golden, length))
                .compatibility(Compatibility.REFERENCE)
                .build();
    }

    /** Returns the KL estimator of a name. */
    public static KlEstimator estimator(String name) {
        return switch (name) {
            case "kl" -> KlEstimator.k1();
            case "mse" -> KlEstimator.k2();
            case "low_var_kl" -> KlEstimator.k3();
            default -> throw new AssertionError(name);
        };
    }

    private static LossNormalizer normalizer(GoldenFamily.Case golden, int length) {
        return golden.flag("loss_remove_token_mean")
                ? LossNormalizer.fixedLength(length)
                : LossNormalizer.tokenMean();
    }

    private static PolicyShaping shaping(GoldenFamily.Case golden, String key) {
        String name = golden.text(key);
        double weight = golden.setting(key + "_weight");
        return switch (name) {
            case "no_reshape" -> PolicyShaping.none();
            case "logp" -> new PolicyShaping.Log(weight);
            case "p_logp" -> new PolicyShaping.LogBlend(weight);
            case "square_root" -> new PolicyShaping.Power(0.5);
            case "pow" -> new PolicyShaping.Power(golden.setting(key + "_pow_exp"));
            case "p_div_p_0.1" -> PolicyShaping.rational(0.1);
            case "p_div_p_0.3" -> PolicyShaping.rational(0.3);
            case "p_div_p_0.5" -> PolicyShaping.rational(0.5);
            default -> throw new AssertionError(name);
        };
    }

    /** Absent bounds are null or -1. */
    private static double bound(GoldenFamily.Case golden, String key, double absent) {
        return golden.option(key).isNull() || golden.setting(key) == -1
                ? absent
                : golden.setting(key);
    }
}
