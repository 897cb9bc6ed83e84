package io.github.luffyrl.djl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Hidden states whose graph autograd has kept.
 *
 * @param recorded {@code [N, D]}, with gradient
 * @param values the same numbers, without
 * @param trained whether any weight that they depend on is trained
 */
record KeptHiddenStates(NDArray recorded, NDArray values, boolean trained) implements HiddenStates {

    static KeptHiddenStates of(NDArray recorded, boolean trained) {
        return new KeptHiddenStates(recorded, recorded.stopGradient(), trained);
    }

    @Override
    public NDList kept() {
        return new NDList(recorded, values);
    }

    @Override
    public void backward(NDArray gradient) {
        if (trained) {
            JniUtils.backward((PtNDArray) recorded, (PtNDArray) gradient, false, false);
        }
    }
}
