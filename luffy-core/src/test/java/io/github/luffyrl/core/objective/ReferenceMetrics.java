package io.github.luffyrl.core.objective;

import static io.github.luffyrl.core.objective.PolicyMetric.CLIP_FRACTION;
import static io.github.luffyrl.core.objective.PolicyMetric.KL;
import static io.github.luffyrl.core.objective.PolicyMetric.OFF_POLICY_LOSS;
import static io.github.luffyrl.core.objective.PolicyMetric.OFF_POLICY_MAX_CLIP_FRACTION;
import static io.github.luffyrl.core.objective.PolicyMetric.OFF_POLICY_MIN_CLIP_FRACTION;
import static io.github.luffyrl.core.objective.PolicyMetric.OFF_POLICY_PROBABILITY;
import static io.github.luffyrl.core.objective.PolicyMetric.OFF_POLICY_WEIGHT;
import static io.github.luffyrl.core.objective.PolicyMetric.OFF_POLICY_WEIGHT_MAX;
import static io.github.luffyrl.core.objective.PolicyMetric.OFF_POLICY_WEIGHT_VARIANCE;
import static io.github.luffyrl.core.objective.PolicyMetric.ON_POLICY_LOSS;
import static io.github.luffyrl.core.objective.PolicyMetric.ON_POLICY_PROBABILITY;
import static io.github.luffyrl.core.objective.PolicyMetric.ON_POLICY_RATIO;
import static io.github.luffyrl.core.objective.PolicyMetric.ON_POLICY_RATIO_MAX;
import static io.github.luffyrl.core.objective.PolicyMetric.ON_POLICY_RATIO_VARIANCE;

import io.github.luffyrl.core.objective.PolicyObjective.Evaluation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Metrics under the names of the reference implementations and with their quirks: some means of
 * nothing are 0, others NaN (quirks Q7 and Q9 of docs/paper-to-code.md), clip fractions count
 * off-policy tokens (Q10) or are always 0 (Q11). For comparing runs; {@link PolicyMetrics} has the
 * plain values.
 */
public final class ReferenceMetrics {

    private ReferenceMetrics() {}

    /**
     * Returns the metrics of the mixed loss.
     *
     * @param objective that was evaluated
     * @param evaluation what it gave
     * @return values by name
     */
    public static Map<String, Double> mixed(MixedPolicyObjective objective, Evaluation evaluation) {
        PolicyMetrics metrics = evaluation.metrics();
        ClipRange range = objective.onPolicy().clip();
        OffPolicyClip clip = objective.offPolicy().clip();
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("pg_loss", evaluation.loss());
        named.put("on_pg_loss", orNaN(metrics, ON_POLICY_LOSS));
        named.put("off_pg_loss", orZero(metrics, OFF_POLICY_LOSS));
        named.put(
                "on_pg_clipfrac",
                range.equals(ClipRange.none()) ? 0 : orNaN(metrics, CLIP_FRACTION));
        named.put("off_pg_clipfrac", 0.0);
        named.put("ppo_kl", orNaN(metrics, KL));
        named.put("on_policy_prob", orZero(metrics, ON_POLICY_PROBABILITY));
        named.put("off_policy_prob", orZero(metrics, OFF_POLICY_PROBABILITY));
        named.put("off_ratio_mean", orZero(metrics, OFF_POLICY_WEIGHT));
        named.put(
                "off_ratio_max_clip_frac",
                clip.hasMax() ? orNaN(metrics, OFF_POLICY_MAX_CLIP_FRACTION) : 0);
        named.put(
                "off_ratio_min_clip_frac",
                clip.hasMin() ? orNaN(metrics, OFF_POLICY_MIN_CLIP_FRACTION) : 0);
        return named;
    }

    /**
     * Returns the metrics of ExGRPO's loss: those of the mixed loss and the spread of the ratios.
     *
     * @param objective that was evaluated
     * @param evaluation what it gave
     * @return values by name
     */
    public static Map<String, Double> replay(
            MixedPolicyObjective objective, Evaluation evaluation) {
        PolicyMetrics metrics = evaluation.metrics();
        Map<String, Double> named = mixed(objective, evaluation);
        named.put("on_ratio_mean", orZero(metrics, ON_POLICY_RATIO));
        named.put("on_ratio_var_m", orZero(metrics, ON_POLICY_RATIO_VARIANCE));
        named.put("on_ratio_max_m", orZero(metrics, ON_POLICY_RATIO_MAX));
        named.put("off_ratio_var_m", orZero(metrics, OFF_POLICY_WEIGHT_VARIANCE));
        named.put("off_ratio_max_m", orZero(metrics, OFF_POLICY_WEIGHT_MAX));
        return named;
    }

    /**
     * Returns the metrics of the plain PPO loss, alone or beside an SFT loss. Its clip fraction is
     * always 0 when the loss is clipped, and the true one when the clip range only {@link
     * ClipRange#measured() measures}.
     *
     * @param range the clip range
     * @param evaluation what the objective gave
     * @return values by name
     */
    public static Map<String, Double> plain(ClipRange range, Evaluation evaluation) {
        PolicyMetrics metrics = evaluation.metrics();
        double fraction = orNaN(metrics, CLIP_FRACTION);
        boolean hidden = range.effect() == ClipRange.Effect.CLIPS && !Double.isNaN(fraction);
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("pg_loss", evaluation.loss());
        named.put("pg_clipfrac", hidden ? 0 : fraction);
        named.put("ppo_kl", orNaN(metrics, KL));
        return named;
    }

    private static double orZero(PolicyMetrics metrics, PolicyMetric metric) {
        return metrics.mean(metric).orElse(0);
    }

    private static double orNaN(PolicyMetrics metrics, PolicyMetric metric) {
        return metrics.mean(metric).orElse(Double.NaN);
    }
}
