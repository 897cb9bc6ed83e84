package io.github.luffyrl.djl.dataset;

import io.github.luffyrl.core.metric.Compute;
import java.util.function.Predicate;

/** What the builders of both datasets set: the steps of a pass, micro-batches and the seed. */
abstract class StepsBuilder<T extends StepsBuilder<T>> {

    int steps = 100;
    int microBatchTokens = 8192;
    long seed;
    int stepsBefore;
    Compute computeSpent = Compute.ZERO;
    Predicate<Compute> enough = compute -> false;

    abstract T self();

    /** Sets the number of batches of one pass over the dataset; 100 by default. */
    public T optSteps(int steps) {
        this.steps = positive("steps", steps);
        return self();
    }

    /**
     * Sets the most tokens of a micro-batch, padding included, which bounds memory and changes no
     * result; a longer row goes alone; 8192 by default.
     */
    public T optMicroBatchTokens(int tokens) {
        microBatchTokens = positive("microBatchTokens", tokens);
        return self();
    }

    /** Sets the seed of everything that is random; 0 by default. */
    public T optSeed(long seed) {
        this.seed = seed;
        return self();
    }

    /**
     * Sets how many steps of the run came before the first of this dataset, whose statistics count
     * on from there; 0 by default.
     */
    public T optStepsBefore(int steps) {
        stepsBefore = steps;
        return self();
    }

    /** Sets the compute that was spent before the first step; none by default. */
    public T optComputeSpent(Compute compute) {
        computeSpent = compute;
        return self();
    }

    /**
     * Ends the dataset early, so that methods can be compared at equal compute.
     *
     * @param flops no step, and no rollout, begins after so many floating-point operations
     * @param parameters see {@link Compute#flops}
     */
    public T optComputeLimit(double flops, long parameters) {
        enough = compute -> compute.flops(parameters) >= flops;
        return self();
    }

    static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " = " + value + ", need at least 1");
        }
        return value;
    }
}
