package io.github.luffyrl.djl.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.evaluator.Evaluator;
import io.github.luffyrl.core.objective.PolicyMetric;
import io.github.luffyrl.djl.loss.Accumulators;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.loss.PolicyMeasurement;
import java.util.function.ToDoubleFunction;

/**
 * What a loss measures at the tokens it trains on, before the update, as a DJL evaluator. The loss
 * must be the one that is trained with, since DJL shows an evaluator only the last of a
 * mini-batch's micro-batches and the loss has seen them all. A mean of nothing is NaN.
 *
 * <pre>{@code
 * PolicyLoss loss = MixedPolicyGrpoLoss.builder().build();
 * new DefaultTrainingConfig(loss)
 *         .addEvaluator(PolicyLossEvaluator.entropy(loss))
 *         .addEvaluator(PolicyLossEvaluator.clipFraction(loss))
 *         .addTrainingListeners(TrainingListener.Defaults.logging());
 * }</pre>
 */
public final class PolicyLossEvaluator extends Evaluator {

    private final PolicyLoss loss;
    private final ToDoubleFunction<PolicyMeasurement> value;
    private final Accumulators<PolicyMeasurement> measurements =
            new Accumulators<>(PolicyMeasurement.NOTHING, PolicyMeasurement::plus);

    private PolicyLossEvaluator(
            String name, PolicyLoss loss, ToDoubleFunction<PolicyMeasurement> value) {
        super(name);
        this.loss = loss;
        this.value = value;
    }

    /**
     * Evaluates the mean entropy of the policy at on-policy tokens, in nats.
     *
     * @param loss the loss that is trained with
     * @return the evaluator
     */
    public static PolicyLossEvaluator entropy(PolicyLoss loss) {
        return new PolicyLossEvaluator("Entropy", loss, measured -> measured.onPolicy().entropy());
    }

    /**
     * Evaluates the share of on-policy tokens whose loss the clip range changes.
     *
     * @param loss the loss that is trained with
     * @return the evaluator
     */
    public static PolicyLossEvaluator clipFraction(PolicyLoss loss) {
        return of("ClipFraction", loss, PolicyMetric.ON_POLICY_CLIP_FRACTION);
    }

    /**
     * Evaluates how far the policy has moved from the one that sampled: the mean of {@code old - l}
     * over on-policy tokens, in nats.
     *
     * @param loss the loss that is trained with
     * @return the evaluator
     */
    public static PolicyLossEvaluator kl(PolicyLoss loss) {
        return of("Kl", loss, PolicyMetric.ON_POLICY_KL);
    }

    /**
     * Evaluates the mean divergence from the reference policy over all tokens, in nats.
     *
     * @param loss the loss that is trained with; one with a KL term
     * @return the evaluator
     */
    public static PolicyLossEvaluator referenceKl(PolicyLoss loss) {
        return new PolicyLossEvaluator("ReferenceKl", loss, PolicyMeasurement::referenceKl);
    }

    /**
     * Evaluates any metric of the loss.
     *
     * @param name under which DJL reports it
     * @param loss the loss that is trained with
     * @param metric such as {@link PolicyMetric#OFF_POLICY_WEIGHT}
     * @return the evaluator
     */
    public static PolicyLossEvaluator of(String name, PolicyLoss loss, PolicyMetric metric) {
        return new PolicyLossEvaluator(
                name, loss, measured -> measured.metrics().mean(metric).orElse(Double.NaN));
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        double measured = value.applyAsDouble(loss.measureMiniBatch(labels, predictions));
        return labels.getManager().create((float) measured);
    }

    @Override
    public void addAccumulator(String key) {
        measurements.reset(key);
    }

    @Override
    public void updateAccumulator(String key, NDList labels, NDList predictions) {
        measurements.add(key, loss.measureMiniBatch(labels, predictions));
    }

    @Override
    public void resetAccumulator(String key) {
        measurements.reset(key);
    }

    @Override
    public float getAccumulator(String key) {
        return (float) value.applyAsDouble(measurements.get(key));
    }
}
