package io.github.luffyrl.core.objective;

/**
 * A coefficient that is trained to hold the entropy at a target: {@code c = exp(logAlpha)}, where
 * {@code logAlpha} follows {@code (meanEntropy - target) * c} down by AdamW. Mutable; one per
 * training run.
 */
public final class AdaptiveEntropyCoefficient implements EntropyCoefficient {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final double WEIGHT_DECAY = 1e-2;

    private final double target;
    private final double max;
    private final double learningRate;
    private State state;

    /**
     * What has to be kept to go on with training.
     *
     * @param logAlpha logarithm of the coefficient
     * @param firstMoment of AdamW
     * @param secondMoment of AdamW
     * @param steps made so far
     */
    public record State(double logAlpha, double firstMoment, double secondMoment, long steps) {}

    /**
     * Creates a coefficient.
     *
     * @param initial above 0, usually 0.001
     * @param target mean entropy in nats
     * @param max largest coefficient; infinite for none
     * @param learningRate of AdamW, usually 0.01
     */
    public AdaptiveEntropyCoefficient(
            double initial, double target, double max, double learningRate) {
        if (!(initial > 0) || !(max > 0) || !(learningRate >= 0) || !Double.isFinite(target)) {
            throw new IllegalArgumentException(
                    "adaptive entropy coefficient of initial "
                            + initial
                            + ", target "
                            + target
                            + ", max "
                            + max
                            + ", learning rate "
                            + learningRate
                            + ": need initial and max above 0, a finite target");
        }
        this.target = target;
        this.max = max;
        this.learningRate = learningRate;
        this.state = new State(Math.log(initial), 0, 0, 0);
    }

    @Override
    public double value(double meanEntropy) {
        return coefficient();
    }

    /**
     * Returns the coefficient in effect.
     *
     * @return {@code min(exp(logAlpha), max)}
     */
    public double coefficient() {
        return Math.min(Math.exp(state.logAlpha()), max);
    }

    /**
     * Returns the loss that {@code logAlpha} is trained on.
     *
     * @param meanEntropy mean entropy of the response tokens, in nats
     * @return {@code (meanEntropy - target) * c}
     */
    public double loss(double meanEntropy) {
        return (meanEntropy - target) * coefficient();
    }

    /**
     * Returns the derivative of that loss with respect to {@code logAlpha}.
     *
     * @param meanEntropy mean entropy of the response tokens, in nats
     * @return the derivative, 0 while the coefficient is held at its maximum
     */
    public double derivative(double meanEntropy) {
        return Math.exp(state.logAlpha()) > max ? 0 : loss(meanEntropy);
    }

    /**
     * Makes an AdamW step.
     *
     * @param derivative that of the mini-batch
     */
    public void step(double derivative) {
        long steps = state.steps() + 1;
        double first = BETA1 * state.firstMoment() + (1 - BETA1) * derivative;
        double second = BETA2 * state.secondMoment() + (1 - BETA2) * derivative * derivative;
        double unbiasedFirst = first / (1 - Math.pow(BETA1, (double) steps));
        double unbiasedSecond = second / (1 - Math.pow(BETA2, (double) steps));
        double decayed = state.logAlpha() * (1 - learningRate * WEIGHT_DECAY);
        double logAlpha =
                decayed - learningRate * unbiasedFirst / (Math.sqrt(unbiasedSecond) + EPSILON);
        state = new State(logAlpha, first, second, steps);
    }

    /**
     * Returns the state.
     *
     * @return what {@link #restore} takes
     */
    public State state() {
        return state;
    }

    /**
     * Goes on from a state.
     *
     * @param saved what {@link #state} returned
     */
    public void restore(State saved) {
        state = saved;
    }
}
