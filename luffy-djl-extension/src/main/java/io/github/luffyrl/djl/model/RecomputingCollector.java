package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;

/**
 * A gradient collector that finishes what a {@link CausalLm} leaves for the backward pass: DJL
 * cannot be told how to differentiate a function, so the model hands out scores that are leaves to
 * autograd, and what lies before them is computed again and differentiated here ({@link
 * Recomputation}).
 */
public final class RecomputingCollector implements GradientCollector {

    private final GradientCollector collector;
    private final CausalLm model;
    private final List<RecordedForward> tape = new ArrayList<>();

    private RecomputingCollector(GradientCollector collector, CausalLm model, long step) {
        this.collector = collector;
        this.model = model;
        model.record(tape, step);
    }

    /**
     * Lets a model recompute while gradients are collected.
     *
     * @param collector the engine's own, just opened
     * @param block the trained model
     * @param step which optimiser step it is: each drops something else, where an adapter has
     *     dropout
     * @return a collector over it; itself for other blocks than a {@link CausalLm}
     */
    public static GradientCollector of(GradientCollector collector, Block block, long step) {
        return block instanceof CausalLm model
                ? new RecomputingCollector(collector, model, step)
                : collector;
    }

    /** Differentiates the loss of one or more forward passes; call it once for each of them. */
    @Override
    public void backward(NDArray target) {
        collector.backward(target);
        tape.removeIf(
                forward -> {
                    boolean done = forward.backward();
                    if (done) {
                        forward.close();
                    }
                    return done;
                });
    }

    @Override
    public void zeroGradients() {
        collector.zeroGradients();
    }

    @Override
    public void close() {
        model.record(null, 0);
        tape.forEach(RecordedForward::close);
        collector.close();
    }
}
