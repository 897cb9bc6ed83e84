package io.github.luffyrl.core.objective;

import io.github.luffyrl.core.objective.OffPolicyWeight.Weight;
import io.github.luffyrl.core.objective.OnPolicyRatio.Term;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Measures the tokens of one row of a {@link MixedPolicyObjective}. */
final class MixedPolicyMeter {

    private final MixedPolicyObjective objective;
    private final PolicyMetrics metrics;
    private final DoubleStream.Builder ratios = DoubleStream.builder();
    private final DoubleStream.Builder weights = DoubleStream.builder();

    MixedPolicyMeter(MixedPolicyObjective objective, PolicyMetrics metrics) {
        this.objective = objective;
        this.metrics = metrics;
    }

    void onPolicy(double old, double logProb, Term term, double loss) {
        metrics.add(PolicyMetric.ON_POLICY_LOSS, loss);
        metrics.add(PolicyMetric.ON_POLICY_PROBABILITY, Math.exp(old));
        metrics.add(PolicyMetric.ON_POLICY_RATIO, term.ratio());
        metrics.add(PolicyMetric.ON_POLICY_CLIP_FRACTION, term.clipped() ? 1 : 0);
        metrics.add(PolicyMetric.ON_POLICY_KL, old - logProb);
        ratios.add(term.ratio());
    }

    void offPolicy(double logProb, Weight weight, double loss) {
        metrics.add(PolicyMetric.OFF_POLICY_LOSS, loss);
        metrics.add(PolicyMetric.OFF_POLICY_PROBABILITY, Math.exp(logProb));
        metrics.add(PolicyMetric.OFF_POLICY_WEIGHT, weight.value());
        OffPolicyClip clip = objective.offPolicy().clip();
        if (clip.hasMax()) {
            metrics.add(PolicyMetric.OFF_POLICY_MAX_CLIP_FRACTION, weight.atMax() ? 1 : 0);
        }
        if (clip.hasMin()) {
            metrics.add(PolicyMetric.OFF_POLICY_MIN_CLIP_FRACTION, weight.atMin() ? 1 : 0);
        }
        weights.add(weight.value());
    }

    void any(double logProb, double old, boolean clipped) {
        metrics.add(PolicyMetric.CLIP_FRACTION, clipped ? 1 : 0);
        metrics.add(PolicyMetric.KL, old - logProb);
    }

    void endRow() {
        spread(
                ratios.build().toArray(),
                PolicyMetric.ON_POLICY_RATIO_VARIANCE,
                PolicyMetric.ON_POLICY_RATIO_MAX);
        spread(
                weights.build().toArray(),
                PolicyMetric.OFF_POLICY_WEIGHT_VARIANCE,
                PolicyMetric.OFF_POLICY_WEIGHT_MAX);
    }

    private void spread(double[] values, PolicyMetric variance, PolicyMetric max) {
        int n = values.length;
        if (n > 0) {
            metrics.add(max, Arrays.stream(values).max().orElseThrow());
        }
        if (n > 1) {
            double mean = Arrays.stream(values).sum() / n;
            double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
            metrics.add(variance, squares / (n - 1));
        }
    }
}
