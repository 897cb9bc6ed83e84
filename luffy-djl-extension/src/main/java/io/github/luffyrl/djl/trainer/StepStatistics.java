package io.github.luffyrl.djl.trainer;

import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import io.github.luffyrl.core.objective.AdaptiveEntropyCoefficient;
import io.github.luffyrl.core.objective.EntropyCoefficient;
import io.github.luffyrl.djl.batch.BatchLayout;
import io.github.luffyrl.djl.loss.PolicyLoss;
import io.github.luffyrl.djl.loss.PolicyMeasurement;

/** What is measured of all micro-batches of one step, and the entropy coefficient that follows. */
final class StepStatistics {

    private final Loss loss;
    private PolicyMeasurement measurement = PolicyMeasurement.NOTHING;

    /** Nothing yet; a {@link PolicyLoss} has measured when it was evaluated. */
    StepStatistics(Loss loss) {
        this.loss = loss;
    }

    /**
     * Adds a micro-batch whose loss has been evaluated; one without the labels of {@link
     * BatchLayout}, or of a value function, adds nothing.
     */
    void add(NDList labels, NDList predictions) {
        if (BatchLayout.find(labels, BatchLayout.MASK) != null
                && BatchLayout.find(predictions, BatchLayout.VALUES) == null) {
            measurement =
                    measurement.plus(
                            loss instanceof PolicyLoss policyLoss
                                    ? policyLoss.measure(labels, predictions)
                                    : PolicyMeasurement.of(labels, predictions));
        }
    }

    PolicyMeasurement measurement() {
        return measurement;
    }

    /** The coefficient at the mini-batch's mean entropy; NaN if the loss has no entropy bonus. */
    double entropyCoefficient() {
        EntropyCoefficient coefficient = coefficient();
        return coefficient.active() && hasTokens() ? coefficient.value(bonusEntropy()) : Double.NaN;
    }

    /** Trains the coefficient, if it is one that is trained, by the mini-batch's mean entropy. */
    void trainEntropyCoefficient() {
        if (coefficient() instanceof AdaptiveEntropyCoefficient adaptive && hasTokens()) {
            adaptive.step(adaptive.derivative(bonusEntropy()));
        }
    }

    private EntropyCoefficient coefficient() {
        return loss instanceof PolicyLoss policyLoss
                ? policyLoss.update().entropy()
                : EntropyCoefficient.none();
    }

    /** The bonus counts demonstrations in. */
    private double bonusEntropy() {
        return measurement.tokens().entropy();
    }

    private boolean hasTokens() {
        return measurement.tokens().count() > 0;
    }
}
