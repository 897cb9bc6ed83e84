package io.github.luffyrl.djl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.luffyrl.djl.internal.Gradients;
import io.github.luffyrl.djl.internal.NativeOperations;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Adam with decoupled weight decay by PyTorch's formula: epsilon is added to the corrected root of
 * the variance, where DJL's own AdamW adds it to the uncorrected one and so hardly moves weights of
 * small gradient in the first steps. The updates of each parameter are counted by themselves. One
 * pass over the weights makes an update, where the engine offers that.
 */
public final class AdamW extends Optimizer {

    private final Tracker learningRate;
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final boolean fused;
    private double gradientScale = 1;
    private float latestLearningRate = Float.NaN;
    private final Map<String, Moments> moments = new HashMap<>();

    /**
     * What is remembered of a parameter.
     *
     * @param mean running mean of the gradient, of the parameter's shape
     * @param variance running mean of the squared gradient, of the parameter's shape
     * @param updates how often it was updated
     */
    public record Moments(NDArray mean, NDArray variance, int updates) {

        private static Moments zero(NDArray weight) {
            Moments zero = new Moments(weight.zerosLike(), weight.zerosLike(), 0);
            // They outlive whatever scope the first step is in.
            NDScope.unregister(zero.mean, zero.variance);
            return zero;
        }

        private Moments next() {
            return new Moments(mean, variance, updates + 1);
        }
    }

    private AdamW(Builder builder) {
        super(builder);
        this.learningRate = builder.learningRate;
        this.beta1 = builder.beta1;
        this.beta2 = builder.beta2;
        this.epsilon = builder.epsilon;
        // DJL's clipping of single elements is not part of the fused update
        this.fused = builder.fused && !(clipGrad > 0);
    }

    /**
     * Creates a builder with PyTorch's defaults: learning rate 1e-3, betas 0.9 and 0.999, epsilon
     * 1e-8, weight decay 0.01.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the learning rate of an update.
     *
     * @param update counts from 1
     * @return the rate
     */
    public float learningRate(int update) {
        return learningRate.getNewValue(update);
    }

    /**
     * Returns the learning rate of the latest update.
     *
     * @return the rate; NaN before the first update
     */
    public float latestLearningRate() {
        return latestLearningRate;
    }

    /**
     * Returns what is remembered of a parameter.
     *
     * @param parameter one of the model's
     * @return its moments, the optimizer's own arrays; empty before its first update
     */
    public Optional<Moments> moments(Parameter parameter) {
        return Optional.ofNullable(moments.get(parameter.getId()));
    }

    /**
     * Goes on from stored moments.
     *
     * @param parameter one of the model's
     * @param stored of the parameter's shape, on its device; the optimizer keeps the arrays, which
     *     must live as long as it does
     */
    public void restore(Parameter parameter, Moments stored) {
        moments.put(parameter.getId(), stored);
    }

    /**
     * Sets a factor of all gradients, which saves a pass over them.
     *
     * @param factor of the updates from now on, 1 at first
     */
    public void scaleGradients(double factor) {
        gradientScale = factor;
    }

    /** Frees what is remembered of all parameters; their next updates are the first again. */
    public void forget() {
        for (Moments each : moments.values()) {
            each.mean.close();
            each.variance.close();
        }
        moments.clear();
    }

    @Override
    public void update(String parameterId, NDArray weight, NDArray gradient) {
        Moments before = moments.get(parameterId); // DJL's id, not its name, which may repeat
        Moments state = (before == null ? Moments.zero(weight) : before).next();
        moments.put(parameterId, state);
        float rate = learningRate.getNewValue(state.updates);
        latestLearningRate = rate;
        if (fused) {
            Gradients.unrecorded(
                    () -> {
                        NativeOperations.adamW(
                                weight,
                                gradient,
                                state.mean,
                                state.variance,
                                state.updates,
                                rescaleGrad * gradientScale,
                                rate,
                                beta1,
                                beta2,
                                getWeightDecay(),
                                epsilon);
                        return weight;
                    });
        } else {
            updateUnfused(weight, gradient, state, rate);
        }
    }

    private void updateUnfused(NDArray weight, NDArray gradient, Moments state, float rate) {
        double correction1 = 1 - Math.pow(beta1, state.updates);
        double rootCorrection2 = Math.sqrt(1 - Math.pow(beta2, state.updates));
        weight.getNDArrayInternal()
                .adamUpdate(
                        new NDList(weight, gradient, state.mean, state.variance),
                        new NDList(weight),
                        rate,
                        (float) (rate * rootCorrection2 / correction1),
                        getWeightDecay(),
                        (float) (rescaleGrad * gradientScale),
                        clipGrad,
                        (float) beta1,
                        (float) beta2,
                        (float) (epsilon * rootCorrection2),
                        true,
                        true);
    }

    /** Builds an {@link AdamW}. */
    public static final class Builder extends OptimizerBuilder<Builder> {

        private Tracker learningRate = Tracker.fixed(1e-3f);
        private double beta1 = 0.9;
        private double beta2 = 0.999;
        private double epsilon = 1e-8;
        private boolean fused = NativeOperations.available();

        private Builder() {
            optWeightDecays(0.01f);
        }

        /**
         * Sets the learning rate by update, counted from 1.
         *
         * @param learningRate the tracker
         * @return this builder
         */
        public Builder optLearningRate(Tracker learningRate) {
            this.learningRate = learningRate;
            return this;
        }

        /**
         * Sets the decay of the two moments.
         *
         * @param beta1 of the mean, in [0, 1)
         * @param beta2 of the variance, in [0, 1)
         * @return this builder
         */
        public Builder optBetas(double beta1, double beta2) {
            this.beta1 = beta1;
            this.beta2 = beta2;
            return this;
        }

        /**
         * Sets what is added to the root of the corrected variance.
         *
         * @param epsilon above 0
         * @return this builder
         */
        public Builder optEpsilon(double epsilon) {
            this.epsilon = epsilon;
            return this;
        }

        /** Chooses between libtorch's fused update, if there is one, and DJL's. */
        Builder optFused(boolean fused) {
            this.fused = fused && NativeOperations.available();
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Builds the optimizer.
         *
         * @return the optimizer
         */
        public AdamW build() {
            return new AdamW(this);
        }
    }
}
