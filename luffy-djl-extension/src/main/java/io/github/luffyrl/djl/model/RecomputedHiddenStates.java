package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Hidden states of which only the layers' inputs are kept, and the layers computed again. */
final class RecomputedHiddenStates implements HiddenStates {

    private final Decoder decoder;
    private final Supplier<ForwardPass> passes;
    private final MaskedPositions positions;
    private final Deque<NDArray> inputs = new ArrayDeque<>(); // [N, D], the last one on top
    private final NDArray values;

    /**
     * Computes the hidden states without gradient.
     *
     * @param decoder the layers
     * @param passes gives the same pass each time
     * @param positions the scored ones
     */
    RecomputedHiddenStates(
            Decoder decoder, Supplier<ForwardPass> passes, MaskedPositions positions) {
        this.decoder = decoder;
        this.passes = passes;
        this.positions = positions;
        ForwardPass pass = passes.get();
        inputs.push(decoder.embed(pass));
        for (DecoderLayer layer : decoder.layers()) {
            inputs.push(layer.apply(pass, inputs.element()));
        }
        values = positions.gatherRows(decoder.norm(pass, inputs.element()));
    }

    @Override
    public NDArray values() {
        return values;
    }

    @Override
    public NDList kept() {
        NDList kept = new NDList(inputs);
        kept.add(values);
        return kept;
    }

    @Override
    public void backward(NDArray gradient) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            ForwardPass pass = passes.get();
            NDArray rest = backward(x -> positions.gatherRows(decoder.norm(pass, x)), gradient);
            Iterator<DecoderLayer> layers = new ArrayDeque<>(decoder.layers()).descendingIterator();
            while (layers.hasNext()) {
                DecoderLayer layer = layers.next();
                rest = backward(x -> layer.apply(pass, x), rest);
            }
            if (decoder.embedding().requiresGradient()) {
                NDArray embedded = decoder.embed(pass);
                JniUtils.backward((PtNDArray) embedded, (PtNDArray) rest, false, false);
            }
            rest.close();
        }
    }

    /** Takes the topmost input back through what was computed from it, and frees it. */
    private NDArray backward(UnaryOperator<NDArray> function, NDArray gradient) {
        try (NDScope scope = new NDScope();
                NDArray input = inputs.pop();
                gradient) {
            scope.suppressNotUsedWarning();
            input.setRequiresGradient(true);
            NDArray output = function.apply(input);
            JniUtils.backward((PtNDArray) output, (PtNDArray) gradient, false, false);
            NDArray result = input.getGradient();
            NDScope.unregister(result);
            return result;
        }
    }
}
